using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Demonstration;

/// <summary>An invented cohort: eight weeks, its calendar, its budgets and its sessions.</summary>
internal sealed class Group
{
    private static readonly string[] Topics = ["Orientation", "Workplace norms", "Self-care", "Digital skills", "Résumé and cover letter", "Mock interviews", "Team work", "Budgeting"];
    private static readonly string[] Technical = ["Working safely", "Reading blueprints", "Measuring", "Hand tools", "Power tools", "Quality checks", "Lean basics", "Site visit"];
    private readonly World world;
    private readonly Cast cast;
    private readonly string key;
    private readonly List<Step> steps = [];

    /// <param name="monday">The first day.</param>
    public Group(World world, Cast cast, string key, string site, string variant, DateOnly monday, int capacity)
    {
        (this.world, this.cast, this.key, Starts, Ends) = (world, cast, key, monday, monday.AddDays(Weeks * 7 - 3));
        Id = new(world.Id($"{key} cohort"));
        Sessions = [.. Plan(variant)];
        var opened = world.WorkBefore(monday.AddDays(-84));
        var program = world.Program;
        On(opened, c => CohortDecisions.Open(c, new CohortOpened(Id, $"{site} {monday:yyyy-MM}", program.Id, program.Version, variant, site, Starts, Ends, capacity, program.Budgets.ToImmutableDictionary(b => b.Id, b => b.PerCohort))));
        foreach (var session in Sessions)
            On(world.Work(opened.AddDays(14)), c => CohortDecisions.Schedule(c, session.Id, session.Stage, session.Planned, session.Topic, program.StagesIn(variant).First(s => s.Id == session.Stage).Sessions!.Length == SessionLength.HalfDay ? "half-day" : "full-day"));
        On(world.Work(opened.AddDays(14)), c => CohortDecisions.Schedule(c, new(world.Id($"{key} storm")), Sessions[^1].Stage, Cancelled, "Open workshop", "half-day"));
        // One was moved by a day and one fell to a storm: said on the day before.
        if (Sessions.FirstOrDefault(s => s.Date != s.Planned) is { } moved) On(world.WorkBefore(moved.Date.AddDays(-1)), c => CohortDecisions.Move(c, moved.Id, moved.Date));
        On(world.WorkBefore(Cancelled.AddDays(-1)), c => CohortDecisions.Cancel(c, new(world.Id($"{key} storm")), "weather"));
    }

    public const int SessionsAWeek = 4;

    public CohortId Id { get; }
    public int Weeks => 8;
    public DateOnly Starts { get; }
    public DateOnly Ends { get; }

    /// <summary>Those that are held, in the order of their days.</summary>
    public IReadOnlyList<Meeting> Sessions { get; }

    public IReadOnlyList<Step> Steps => steps;

    /// <param name="Planned">The day it was first planned for.</param>
    internal sealed record Meeting(SessionId Id, string Stage, DateOnly Date, DateOnly Planned, string Topic);

    /// <summary>The working day closest to a day of a week of the program, never after it.</summary>
    public DateOnly Day(int week, DayOfWeek day) => world.WorkBefore(Starts.AddDays(7 * (week - 1) + ((int)day + 6) % 7));

    /// <summary>An employer opens its doors, or comes to talk.</summary>
    public void Meets(DateOnly day, EmployerId employer, bool visit) => steps.Add(cast.Employing(world.At(day, 15 * 60), employer, (e, _) =>
        ValueTask.FromResult(visit ? Domain.Partners.Employers.HoldSiteVisit(e, Id) : Domain.Partners.Employers.GiveGuestTalk(e, Id))));

    /// <summary>An employer wants no more of the coach's service.</summary>
    public void Declines(DateOnly day, EmployerId employer) => steps.Add(cast.Employing(world.At(day, 15 * 60), employer, async (e, ct) => Domain.Partners.Employers.DeclineService(e,
        await world.Vault.Secret(world.Operator, new(employer.Value), Domain.Confidential.Scope.Person, Domain.Confidential.FieldClass.General, "Has its own people for that.", ct))));

    public void Close(DateOnly day) => On(day, CohortDecisions.Close);

    private DateOnly Cancelled => world.WorkBefore(Starts.AddDays(18));

    private IEnumerable<Meeting> Plan(string variant)
    {
        var counts = new Dictionary<string, int> { ["crt"] = 0, ["ost"] = 0 };
        for (var week = 0; week < Weeks; week++)
        {
            for (var day = 0; day < SessionsAWeek; day++)
            {
                var date = Starts.AddDays(7 * week + day);
                if (!world.Program.Calendar.IsBusinessDay(date)) continue;
                var stage = variant == "sequential" ? week < 4 ? "crt" : "ost" : day % 2 == 0 ? "crt" : "ost";
                var number = counts[stage]++;
                // The last meeting of the second week was planned for the Friday and held a day earlier.
                var planned = week == 1 && day == SessionsAWeek - 1 ? date.AddDays(1) : date;
                yield return new Meeting(new(world.Id($"{key} {stage} {number}")), stage, date, planned, (stage == "crt" ? Topics : Technical)[number % Topics.Length]);
            }
        }
    }

    private void On(DateOnly day, Func<Cohort, Decision> decide)
    {
        var at = world.At(day, 8 * 60).AddSeconds(steps.Count);
        steps.Add(new Step(at, $"{key}/cohort/{steps.Count}", cast.Director, null, Occurred.Instant(at), async (s, ct) => decide(await s.Cohort(Id, ct))));
    }
}
