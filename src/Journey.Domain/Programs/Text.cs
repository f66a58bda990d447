namespace Journey.Domain.Programs;

/// <summary>Words shown to people, in both languages; a definition without either is refused.</summary>
public sealed record Text(string En, string Fr)
{
    /// <param name="language">Two letters; anything but <c>fr</c> reads English.</param>
    public string In(string language) => string.Equals(language, "fr", StringComparison.Ordinal) ? Fr : En;
}

/// <summary>Something to choose from: a stable id for events and reports, words for people.</summary>
public sealed record Choice(string Id, Text Title);
