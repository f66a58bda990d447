namespace Journey.Domain.Programs.Lint;

/// <summary>An error keeps a definition from being published; a warning does not.</summary>
public enum Severity { Error, Warning }

/// <summary>Something in a definition that reads well and still cannot work.</summary>
/// <param name="Code">One of <see cref="LintCodes"/>.</param>
/// <param name="Path">Where, as the file nests it, list items by id or else by place from 0: <c>stages.crt.exit.when</c>.</param>
/// <param name="Expected">What to do instead.</param>
public sealed record LintFinding(string Code, string Path, string Problem, string Expected);
