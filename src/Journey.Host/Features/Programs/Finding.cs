using Journey.Domain.Programs.Lint;

namespace Journey.Host.Features.Programs;

/// <summary>One thing wrong in a file. Lines and columns count from 1.</summary>
/// <param name="Code">Stable; all of them are in <see cref="FindingCodes"/> and held by a golden file.</param>
public sealed record Finding(string File, int Line, int Column, string Code, string Problem, string Expected)
{
    /// <summary>A warning may be meant, so it keeps nothing from being published.</summary>
    public Severity Severity => LintCodes.SeverityOf(Code);

    /// <summary>The form that editors and CI logs turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Severity == Severity.Warning ? "warning: " : "")}{Code}: {Problem}; expected {Expected}";
}
