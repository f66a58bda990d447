using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Journey.Host.Tests.Telemetry;

/// <summary>The dashboard and the alerts ask for what hosts tell of, and for nothing else.</summary>
public sealed partial class GrafanaTests
{
    private static string At(params string[] path) => Path.Combine([Repository.Root, "docs", .. path]);

    [Fact]
    public void The_dashboard_is_whole_and_every_panel_says_what_it_shows()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(At("grafana", "journey.json")));
        var dashboard = json.RootElement;
        dashboard.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThanOrEqualTo(39);
        dashboard.GetProperty("title").GetString().ShouldBe("Journey");
        var variables = dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => v.GetProperty("name").GetString()!).ToList();
        variables.ShouldBe(["datasource", "operator", "host"]);

        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();
        panels.Select(p => p.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.Count(p => p.GetProperty("type").GetString() == "row").ShouldBeGreaterThan(5);
        foreach (var panel in panels)
        {
            var title = panel.GetProperty("title").GetString();
            title.ShouldNotBeNullOrWhiteSpace();
            if (panel.GetProperty("type").GetString() == "row") continue;
            panel.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(title);
            panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString().ShouldNotBeNullOrWhiteSpace(title);
            var targets = panel.GetProperty("targets").EnumerateArray().ToList();
            targets.ShouldNotBeEmpty(title);
            foreach (var query in targets.Select(t => t.GetProperty("expr").GetString()!))
            {
                Asks(query, title!);
                Variable().Matches(query).Select(m => m.Groups[1].Value).ShouldAllBe(v => variables.Contains(v) || v == "__rate_interval");
            }
        }
        var cells = panels.SelectMany(p => Cells(p.GetProperty("gridPos"))).ToList();
        cells.ShouldAllBe(c => c.X < 24);
        cells.ShouldBeUnique();
    }

    [Fact]
    public void Every_alert_asks_for_a_known_metric_and_has_its_page_in_the_guide_and_the_other_way_round()
    {
        var yaml = new YamlStream();
        using (var file = File.OpenText(At("grafana", "alerts.yaml"))) yaml.Load(file);
        var rules = ((YamlSequenceNode)((YamlMappingNode)yaml.Documents[0].RootNode)["groups"]).SelectMany(g => (YamlSequenceNode)g["rules"]).ToList();
        var guide = File.ReadAllLines(At("operating.md"));
        foreach (var rule in rules)
        {
            var name = Text(rule["alert"]);
            Asks(Text(rule["expr"]), name);
            Text(rule["for"]).ShouldMatch(@"^\d+[sm]$", name);
            Text(rule["labels"]["severity"]).ShouldBeOneOf("page", "ticket");
            Text(rule["annotations"]["summary"]).ShouldNotBeNullOrWhiteSpace(name);
            Text(rule["annotations"]["runbook"]).ShouldBe($"docs/operating.md, {name}");
        }
        guide.Select(l => Entry().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value).ShouldBe(rules.Select(r => Text(r["alert"])), "each alert, in the order of the file");
    }

    private static void Asks(string query, string of)
    {
        var metrics = MetricsTable.In(query).ToList();
        metrics.ShouldNotBeEmpty(of);
        foreach (var metric in metrics) MetricsTable.Prometheus.ShouldContain(metric, of);
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static IEnumerable<(int X, int Y)> Cells(JsonElement at)
    {
        var (x, y) = (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32());
        return from i in Enumerable.Range(x, at.GetProperty("w").GetInt32()) from j in Enumerable.Range(y, at.GetProperty("h").GetInt32()) select (i, j);
    }

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\*\*(Journey[A-Za-z]+)\*\*")]
    private static partial Regex Entry();
}
