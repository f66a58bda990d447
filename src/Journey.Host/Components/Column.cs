using Microsoft.AspNetCore.Components;

namespace Journey.Host.Components;

/// <summary>One column of a <see cref="DataTable{T}"/>: text, or markup as <c>r => @&lt;a href="…"&gt;…&lt;/a&gt;</c>.</summary>
public sealed class Column<T>(string title, Func<T, RenderFragment> cell)
{
    public Column(string title, Func<T, string?> text) : this(title, row => builder => builder.AddContent(0, text(row))) { }

    public string Title => title;
    public Func<T, RenderFragment> Cell => cell;

    /// <summary>Right-aligned, digits of one width.</summary>
    public bool Number { get; init; }

    /// <summary>What the row is about: its header cell, and on a phone the card's heading. Usually the first column.</summary>
    public bool Heading { get; init; }
}
