namespace Journey.Domain.Cel;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Offset">Characters from the start of the source, from 0.</param>
/// <param name="Code">Stable: <c>guard.syntax</c>, <c>guard.type</c>, <c>guard.unknown-name</c>, <c>guard.unsupported</c>, <c>guard.no-calendar</c>.</param>
public sealed record CelFinding(int Offset, string Code, string Problem, string Expected);

internal sealed class CelException(CelFinding finding) : Exception(finding.Problem)
{
    public CelFinding Finding { get; } = finding;

    public static CelException Syntax(int at, string problem, string expected) => new(new(at, "guard.syntax", problem, expected));

    public static CelException Type(int at, string problem, string expected) => new(new(at, "guard.type", problem, expected));

    public static CelException Unsupported(int at, string what) => new(new(at, "guard.unsupported", $"{what} is not in the supported part of CEL", "an expression without it"));
}
