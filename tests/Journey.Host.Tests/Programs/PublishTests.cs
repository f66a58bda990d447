using Journey.Domain;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Tests;

namespace Journey.Host.Tests.Programs;

public sealed class PublishTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Source(int version, string title) => $$"""
        program: small
        version: {{version}}
        title: {en: {{title}}, fr: Petit}
        calendar: {zone: America/Halifax, week: Mon-Fri}
        stages:
          in: {kind: plan, title: {en: In, fr: Entrée} }
        """;

    private static Task<Decision> Publish(Operator op, string source) => Features.Programs.Publish.Run(op, ProgramFile.Read("small.yaml", source), null, null, Now, Ct);

    [Fact]
    public async Task A_version_is_published_once_and_stays_as_it_was()
    {
        var op = await Postgres.NewOperator();
        (await Publish(op, Source(1, "Small"))).ShouldBeOfType<Decision.Accepted>();
        (await Publish(op, Source(1, "Small") + "\n# a comment")).ShouldBeOfType<Decision.Nothing>();
        (await Publish(op, Source(1, "Smaller"))).ShouldBeOfType<Decision.Refused>().Code.ShouldBe("program.changed");
        (await Publish(op, Source(2, "Smaller"))).ShouldBeOfType<Decision.Accepted>();
        (await Publish(op, "program: small")).ShouldBeOfType<Decision.Refused>().Code.ShouldBe("program.findings");

        var programs = new PublishedPrograms();
        (await programs.Find(op, "small", 1, Ct))!.Title.En.ShouldBe("Small");
        (await programs.Newest(op, "small", Ct))!.Title.En.ShouldBe("Smaller");
        (await programs.All(op, Ct)).ShouldHaveSingleItem().Version.ShouldBe(2, "nobody has sequenced the log: programs have streams of their own");
        (await programs.Find(op, "small", 3, Ct)).ShouldBeNull();
        (await programs.Find(op, "small", 1, Ct)).ShouldBeSameAs(await programs.Find(op, "small", 1, Ct));
        (await PublishedPrograms.Versions(op, "small", Ct)).Select(p => p.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Two_hosts_that_publish_at_once_publish_once()
    {
        var op = await Postgres.NewOperator();
        var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Publish(op, Source(1, "Small"))));
        decisions.OfType<Decision.Accepted>().Count().ShouldBe(1);
        decisions.OfType<Decision.Nothing>().Count().ShouldBe(7);
    }

    [Fact]
    public async Task An_operator_s_programs_are_its_own()
    {
        var (one, other) = (await Postgres.NewOperator(), await Postgres.NewOperator());
        await Publish(one, Source(1, "One"));
        await Publish(other, Source(1, "Other"));
        var programs = new PublishedPrograms();
        (await programs.Newest(one, "small", Ct))!.Title.En.ShouldBe("One");
        (await programs.Newest(other, "small", Ct))!.Title.En.ShouldBe("Other");
    }

    [Fact]
    public async Task The_shipped_programs_are_published_on_an_empty_database_and_not_twice()
    {
        var op = await Postgres.NewOperator();
        foreach (var folder in Features.Programs.Publish.Workforce) (await Features.Programs.Publish.Shipped(op, folder, Now, Ct)).ShouldAllBe(d => d is Decision.Accepted);
        foreach (var folder in Features.Programs.Publish.Workforce) (await Features.Programs.Publish.Shipped(op, folder, Now, Ct)).ShouldAllBe(d => d is Decision.Nothing);
        (await new PublishedPrograms().Newest(op, "aspire-manufacturing", Ct))!.Stages.Count.ShouldBe(5);
        await Features.Programs.Publish.Shipped(op, "open-university", Now, Ct);

        // The list follows the log.
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(op, "test").Run(stop.Token);
        IReadOnlyList<ProgramDefinition> all = [];
        for (var i = 0; i < 500 && all.Count < 7; i++, await Task.Delay(20, Ct)) all = await new PublishedPrograms().All(op, Ct);
        await stop.CancelAsync();
        await sequencing;
        all.Select(p => p.Id).ShouldBe(["aspire-ici-construction", "aspire-manufacturing", "aspire-residential-construction", "designed-to-work", "lbs-learner-plan", "oulad", "supply-chain-ladder"]);
    }
}
