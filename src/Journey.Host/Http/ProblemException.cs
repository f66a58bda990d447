namespace Journey.Host.Http;

/// <summary>For a page that can't go on while rendering: <c>throw new ProblemException(404)</c>. Endpoints return <see cref="Problems.Of"/> instead.</summary>
public sealed class ProblemException(int status, string? code = null, string? detail = null, Exception? inner = null) : Exception($"{status} {code}", inner)
{
    public int Status => status;
    public string Code => code ?? Problems.Codes.GetValueOrDefault(status, "unexpected");
    public string? Detail => detail;
}
