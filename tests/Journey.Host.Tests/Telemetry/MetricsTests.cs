using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Journey.EventStore;
using Journey.Host.Features.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests.Telemetry;

public sealed class MetricsTests(UnwrittenHost unwritten)
{
    private const string Ours = "Journey.";
    private static readonly string[] Others = ["Microsoft.AspNetCore.Hosting", "Npgsql"];

    [Fact]
    public async Task Every_metric_a_host_makes_is_in_the_table_with_its_kind_and_unit_and_the_other_way_round()
    {
        var made = new ConcurrentDictionary<string, (string Kind, string Unit, string? Says)>();
        var wrongTwice = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (!instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal) && !Others.Contains(instrument.Meter.Name)) return;
            var found = (Kind(instrument), (instrument.Unit ?? "").Trim('{', '}'), instrument.Description);
            if (made.GetOrAdd(instrument.Name, found) != found) wrongTwice.Add(instrument.Name);
        };
        listener.Start();

        var host = await unwritten.Host();
        // What a host makes when it first publishes, posts or has a collector.
        foreach (var type in new[] { typeof(Store), typeof(Projections.Shard), typeof(Program) }.SelectMany(t => t.Assembly.GetTypes()).Where(HoldsInstruments)) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        using var lags = new Lags(host.Services.GetRequiredService<Operators>(), TimeProvider.System, host.Services.GetRequiredService<ILogger<Lags>>());
        await lags.StartAsync(TestContext.Current.CancellationToken);
        await (await host.Client().GetAsync("/health/live")).Content.ReadAsByteArrayAsync();
        await lags.StopAsync(default);

        wrongTwice.ShouldBeEmpty("one name, one meaning");
        var ours = made.Where(m => m.Key.StartsWith("journey.", StringComparison.Ordinal)).ToDictionary();
        MetricsTable.All.Select(m => m.Name).ShouldBeUnique();
        MetricsTable.All.Where(m => m.IsOurs).Select(m => m.Name).ShouldBe(ours.Keys, ignoreOrder: true);
        foreach (var metric in MetricsTable.All)
        {
            made.ShouldContainKey(metric.Name);
            (made[metric.Name].Kind, made[metric.Name].Unit).ShouldBe((metric.Kind, metric.Unit), metric.Name);
        }
        ours.Values.ShouldAllBe(m => !string.IsNullOrEmpty(m.Says));
    }

    [Fact]
    public async Task What_a_host_tells_of_has_the_tags_of_the_table_and_no_others()
    {
        var told = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal)) l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<long>((i, _, tags, _) => Keep(i, tags));
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => Keep(i, tags));
        listener.Start();
        await unwritten.Host();
        for (var tries = 0; tries < 200 && !told.ContainsKey("journey.shard.behind"); tries++)
        {
            listener.RecordObservableInstruments();
            await Task.Delay(50);
        }

        told.Keys.ShouldContain("journey.shard.behind");
        told.Keys.ShouldContain("journey.sequencer.held");
        told.Keys.ShouldContain("journey.hosts");
        var table = MetricsTable.All.Where(m => m.IsOurs).ToDictionary(m => m.Name, m => string.Join(", ", m.Tags.Split(", ").Order(StringComparer.Ordinal)));
        foreach (var (name, tags) in told) tags.ShouldBe(table[name], name);

        void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var names = new List<string>();
            foreach (var tag in tags) names.Add(tag.Key["journey.".Length..]);
            told[instrument.Name] = string.Join(", ", names.Order(StringComparer.Ordinal));
        }
    }

    private static bool HoldsInstruments(Type type) =>
        !type.ContainsGenericParameters && type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Any(f => typeof(Meter).IsAssignableFrom(f.FieldType));

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        _ => "gauge",
    };
}
