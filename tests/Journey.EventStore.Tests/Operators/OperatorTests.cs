using Journey.EventStore;
using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.Tests.Operators;

public sealed class OperatorTests
{
    [Fact]
    public async Task A_test_operator_has_two_databases_of_its_own()
    {
        var one = await Postgres.NewOperator();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var two = await Postgres.NewOperator();
        TestContext.Current.SendDiagnosticMessage($"cloned in {watch.ElapsedMilliseconds} ms");
        var names = new List<string>();
        foreach (var source in new[] { one.Main, one.Keys, two.Main, two.Keys })
            names.Add((string)(await source.CreateCommand("select current_database()").ExecuteScalarAsync())!);
        names.Distinct().Count().ShouldBe(4);
    }
}
