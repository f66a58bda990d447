using Journey.Domain;
using Journey.EventStore;
using Npgsql;

namespace Journey.Host.Features.RabbitMq;

/// <summary>The position of the last message that the broker took on for a subscription: what the next one follows.</summary>
internal static class Sent
{
    private static readonly string ReadSql = Load("read_sent"), WriteSql = Load("write_sent");

    public static async Task<long?> Read(Operator op, SubscriptionId subscription, int version, CancellationToken ct)
    {
        await using var read = op.Main.CreateCommand(ReadSql);
        read.Parameters.Add(new() { Value = subscription.Value });
        read.Parameters.Add(new() { Value = version });
        return (long?)await read.ExecuteScalarAsync(ct);
    }

    public static NpgsqlBatchCommand Write(SubscriptionId subscription, int version, long position) =>
        new(WriteSql) { Parameters = { new() { Value = subscription.Value }, new() { Value = version }, new() { Value = position } } };

    private static string Load(string name)
    {
        using var stream = typeof(Sent).Assembly.GetManifestResourceStream($"Journey.Host.Features.RabbitMq.{name}.sql") ?? throw new InvalidOperationException($"{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
