namespace Journey.Projections;

/// <summary>The statements, kept in .sql files beside the code.</summary>
internal static class Sql
{
    /// <param name="name">Folder and file under this project, such as <c>Caseload.read</c>.</param>
    public static string Load(string name)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream($"Journey.Projections.{name}.sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
