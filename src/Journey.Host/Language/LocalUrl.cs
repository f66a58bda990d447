namespace Journey.Host.Language;

/// <summary>A place on this host to go back to. Anything else ("//elsewhere", "/\elsewhere", a scheme) is replaced, never followed.</summary>
public static class LocalUrl
{
    public static string Or(string? url, string otherwise) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : otherwise;
}
