using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Projections;

namespace Journey.Host.Tests.Demonstration;

/// <summary>What stands in an operator's streams, folded.</summary>
internal sealed record Told(IReadOnlyList<Entry> Entries, IReadOnlyList<Participant> People, IReadOnlyList<Cohort> Cohorts, IReadOnlyList<Employer> Employers, IReadOnlyList<Organization> Organizations, ProgramDefinition Program)
{
    public static async Task<Told> Read(Operator op)
    {
        var streams = new List<(Guid Id, string Type)>();
        await using (var command = op.Main.CreateCommand("select id, type from journey.stream"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) streams.Add((reader.GetGuid(0), reader.GetString(1)));
        var events = (await Store.ReadStreams(op, [.. streams.Select(s => s.Id)])).Select(Projections.Entries.Of).ToLookup(e => e.Stream);
        IEnumerable<IEnumerable<Entry>> Of(string type) => streams.Where(s => s.Type == type).Select(s => events[s.Id]);
        IEnumerable<Entry> Whole(IEnumerable<Entry> own) => own.Concat(History.Fold(own).LinkedWith.SelectMany(l => events[l.Value]));

        return new([.. Of("participant").SelectMany(e => e)], [.. Of("participant").Select(e => History.Fold(Whole(e)))], [.. Of("cohort").Select(e => Cohort.Fold(e.Select(x => x.Event)))],
            [.. Of("employer").Select(e => Employer.Fold(e.Select(x => x.Event)))], [.. Of("organization").Select(e => Organization.Fold(e.Select(x => x.Event)))],
            (await new PublishedPrograms().Find(op, "aspire-manufacturing", 1, default))!);
    }

    public IEnumerable<Enrollment> Members(CohortId cohort) => People.SelectMany(p => p.Enrollments).Where(e => e.Memberships.Any(m => m.Cohort == cohort));

    /// <summary>Those of a site's cohort whose stage is open.</summary>
    public IEnumerable<Enrollment> In(string site, string stage) => Members(Cohorts.Single(c => c.Site == site).Id!.Value).Where(e => e.IsIn(stage));
}
