using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Journey.EventStore.Schema;

/// <summary>One numbered file of schema changes. Numbers count within the assembly that ships the file.</summary>
public sealed record Migration(string Module, int Number, string Name, string Text)
{
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}

/// <summary>
/// Brings a database to the schema that the program was built for. A set ("registry", "main", "keys") is a folder Schema/SET of
/// files NNNN_name.sql embedded in the given assemblies, which are applied in the order in which the assemblies are given.
/// </summary>
public static partial class Migrations
{
    /// <summary>Every file of a set, in the order in which they are applied.</summary>
    public static IReadOnlyList<Migration> Of(string set, IEnumerable<Assembly> assemblies)
    {
        var files = new List<Migration>();
        foreach (var assembly in assemblies.Distinct())
        {
            var module = assembly.GetName().Name!;
            files.AddRange(assembly.GetManifestResourceNames()
                .Select(resource => (resource, match: FileName().Match(resource)))
                .Where(x => x.match.Success && x.match.Groups["set"].Value == set)
                .Select(x => new Migration(module, int.Parse(x.match.Groups["number"].Value, CultureInfo.InvariantCulture), x.match.Groups["name"].Value, Read(assembly, x.resource)))
                .OrderBy(x => x.Number));
        }
        return files;
    }

    /// <summary>Applies what is missing, each file in a transaction of its own, one host at a time.</summary>
    /// <returns>How many files were applied.</returns>
    /// <exception cref="SetupException">An applied file's text has changed, two files share a number, or a new file comes before an applied one.</exception>
    public static async Task<int> Apply(NpgsqlDataSource database, IReadOnlyList<Migration> files, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await Run(connection, Sql("lock"), [], ct);
        try
        {
            await Run(connection, Sql("schema_change"), [], ct);
            var applied = await Applied(connection, ct);
            var missing = Missing(files, applied);
            foreach (var file in missing)
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                try { await Run(connection, file.Text, [], ct); }
                catch (PostgresException e) { throw new InvalidOperationException($"{file.Module} {file.Number:0000}_{file.Name}.sql: {e.MessageText}", e); }
                await Run(connection, Sql("record"), [file.Module, file.Number, file.Name, file.Hash], ct);
                await transaction.CommitAsync(ct);
            }
            return missing.Count;
        }
        finally
        {
            await Run(connection, Sql("unlock"), [], CancellationToken.None);
        }
    }

    /// <summary>How many of the files this database still lacks, without changing it.</summary>
    /// <exception cref="SetupException">What was applied does not fit the files.</exception>
    public static async Task<int> Pending(NpgsqlDataSource database, IReadOnlyList<Migration> files, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return Missing(files, await Applied(connection, ct)).Count;
    }

    internal static IReadOnlyList<Migration> Missing(IReadOnlyList<Migration> files, IReadOnlyDictionary<(string Module, int Number), string> applied)
    {
        if (files.GroupBy(x => (x.Module, x.Number)).FirstOrDefault(x => x.Count() > 1) is { } twice)
            throw new SetupException($"{twice.Key.Module} has {twice.Count()} schema files numbered {twice.Key.Number:0000}.");
        var missing = new List<Migration>();
        foreach (var file in files)
        {
            if (applied.TryGetValue((file.Module, file.Number), out var hash))
            {
                if (hash != file.Hash)
                    throw new SetupException($"The schema file {file.Number:0000}_{file.Name}.sql of {file.Module} was changed after it had been applied; restore its text and put the change into a new file.");
            }
            else if (applied.Keys.Where(x => x.Module == file.Module && x.Number > file.Number).Select(x => (int?)x.Number).Min() is { } later)
            {
                throw new SetupException($"The schema file {file.Number:0000}_{file.Name}.sql of {file.Module} comes before {later:0000}, which has been applied; give it a later number.");
            }
            else
            {
                missing.Add(file);
            }
        }
        return missing;
    }

    private static async Task<Dictionary<(string, int), string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<(string, int), string>();
        await using var command = Command(connection, Sql("applied"), []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add((reader.GetString(0), reader.GetInt32(1)), reader.GetString(2));
        return applied;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, object[] values, CancellationToken ct)
    {
        await using var command = Command(connection, sql, values);
        command.CommandTimeout = 0; // a large table's change may take its time, and so may another host's
        await command.ExecuteNonQueryAsync(ct);
    }

#pragma warning disable CA2100 // Only our own .sql files come here.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
#pragma warning restore CA2100

    private static string Sql(string name) => Read(typeof(Migrations).Assembly, $"Journey.EventStore.Schema.{name}.sql");

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\.Schema\.(?<set>[a-z]+)\.(?<number>\d{4})_(?<name>[a-z0-9_]+)\.sql$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
