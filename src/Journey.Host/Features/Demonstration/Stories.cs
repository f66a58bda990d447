using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Features.Demonstration;

/// <summary>All that happened, in lanes that touch different cohorts: each is told in the order in which it was written down.</summary>
internal sealed class Stories
{
    private readonly World world;
    private readonly Cast cast;
    private readonly List<Script> people = [];

    public Stories(World world)
    {
        (this.world, cast) = (world, new Cast(world));
        // So that the day of graduation, a Friday, lies about eight months back.
        var graduated = new Group(world, cast, "graduated", "Burnside", "sequential", World.MondayOf(world.Today.AddMonths(-8)).AddDays(-49), 16);
        var training = new Group(world, cast, "training", "Truro", "sequential", world.Monday.AddDays(-35), 14);
        var interleaved = new Group(world, cast, "interleaved", "Yarmouth", "interleaved", world.Monday.AddDays(-21), 15);
        Setting = cast.Steps;
        Lanes =
        [
            Lane(graduated, Graduated(graduated)),
            Lane(training, [.. InTraining(training), .. Applying()]),
            Lane(interleaved, Interleaved(interleaved)),
        ];
    }

    public IReadOnlyList<Step> Setting { get; }

    public IReadOnlyList<IReadOnlyList<Step>> Lanes { get; }

    public Step Last => cast.Last();

    public IReadOnlyList<Script> People => people;

    private IReadOnlyList<Step> Lane(Group group, IReadOnlyList<Script> scripts)
    {
        people.AddRange(scripts);
        return [.. group.Steps.Concat(scripts.SelectMany(s => s.Steps)).Where(s => s.At <= world.Now).OrderBy(s => s.At)];
    }

    private List<Script> Graduated(Group group)
    {
        var scripts = Names.Graduated.Select((name, i) => Member("graduated", i, name, i, i == 0 ? DevelopmentPeople.IdOf(world.Operator.Id.Value, Roles.Participant) : null)).ToList();
        foreach (var (i, one) in scripts.Index())
        {
            ComeIn(one, group, i, months: i == 4 ? 31 : 6 + i, allowance: i == 4 ? "Thirty-one months, nearly all of them seasonal." : null);
            if (i == 9)
            {
                CouldNotMeetTheStandards(one, group);
                continue;
            }
            Train(one, group, i, new() { [9 + i % 5] = i % 4 == 0 ? Presence.Absent : Presence.Late });
            if (i is 2 or 5 or 8 or 11) one.WorkPlacement(group.Day(7, DayOfWeek.Monday), cast.Employers[i % 4], 3 + i % 3);
        }
        group.Meets(group.Day(3, DayOfWeek.Friday), cast.Employers[0], visit: false);
        group.Meets(group.Day(6, DayOfWeek.Friday), cast.Employers[1], visit: true);
        group.Meets(group.Day(7, DayOfWeek.Friday), cast.Declining, visit: true);
        group.Close(world.Work(group.Ends.AddDays(10)));
        var duplicate = Member("duplicate", 0, Names.Graduated[8], 60);
        duplicate.Register(world.Work(group.Starts.AddDays(-40)));
        new Aftermath(world, cast, group).Tell(scripts, duplicate);
        return [.. scripts, duplicate];
    }

    private List<Script> InTraining(Group group)
    {
        var scripts = Names.InTraining.Select((name, i) => Member("training", i, name, 20 + i)).ToList();
        foreach (var (i, one) in scripts.Index())
        {
            ComeIn(one, group, i, months: i == 5 ? 40 : 3 + i, allowance: i == 5 ? "Worked two summers a year at most; agreed with the sector council." : null);
            var crt = CrtSessions(group);
            Dictionary<int, Presence> otherwise = i switch
            {
                2 => new() { [crt] = Presence.Absent, [crt + 1] = Presence.Absent }, // two absences in OST, and no plan yet: one is due
                6 => new() { [3] = Presence.Absent, [8] = Presence.Absent },
                10 => new() { [5] = Presence.Absent },
                _ => [],
            };
            if (i == 9)
            {
                // Found work in the second week, and is gone.
                Start(one, group);
                one.Stipend(group, group.Starts.AddDays(7)).Attend(group, group.Starts, group.Day(2, DayOfWeek.Wednesday)).Exit(group.Day(2, DayOfWeek.Friday), "foundWork", "employment", "left");
                continue;
            }
            if (i == 12)
            {
                // Away for a week with a sick child, and back.
                Start(one, group);
                one.Stipend(group, group.Starts.AddDays(7)).Attend(group, group.Starts, group.Day(2, DayOfWeek.Thursday)).Exit(group.Day(2, DayOfWeek.Friday), "family", "unknown", "left");
                var back = world.Work(group.Starts.AddDays(21));
                one.ComeBack(back, "crt").SeatAgain(back, group).Attend(group, back, group.Day(4, DayOfWeek.Thursday)).Complete(group.Day(4, DayOfWeek.Friday), "crt").Enter(world.Work(group.Starts.AddDays(28)), "ost").Attend(group, group.Starts.AddDays(28), group.Ends);
                one.Note(world.Work(group.Starts.AddDays(21)), Domain.Confidential.FieldClass.General, "Glad to be back; the class kept a chair.");
                continue;
            }
            Train(one, group, i, otherwise);
            if (i == 6) one.AgreePlan(group.Day(3, DayOfWeek.Friday), "crt", group.Day(4, DayOfWeek.Wednesday)).ReviewPlan(group.Day(4, DayOfWeek.Wednesday), met: true);
        }
        // Marked on the wrong person's line: taken back, and written where it belongs.
        var wrong = group.Sessions[2];
        scripts[3].Retract<AttendanceMarked>(world.Work(wrong.Date.AddDays(4)), CorrectionReason.WrongPerson, a => a.Session == wrong.Id).Late(4).Mark(group, wrong, Presence.Present);
        group.Meets(group.Day(3, DayOfWeek.Friday), cast.Employers[2], visit: false);
        group.Meets(group.Day(5, DayOfWeek.Friday), cast.Employers[3], visit: true);
        scripts[1].Refer(world.Work(group.Starts.AddDays(8)), "housing", null);
        scripts[4].AskFor(world.WorkBefore(world.Today.AddDays(-1)), "laptop", 640);
        scripts[7].AskFor(world.Work(group.Starts.AddDays(9)), "gasCard", 50, refused: "bus-pass-instead");
        return scripts;
    }

    private List<Script> Interleaved(Group group)
    {
        var scripts = Names.Interleaved.Select((name, i) => Member("interleaved", i, name, 40 + i)).ToList();
        foreach (var (i, one) in scripts.Index())
        {
            if (i == 7) NotReadyAtFirst(one, group);
            else ComeIn(one, group, i, months: 2 + i, rubricPassed: i != 3, allowance: i == 3 ? "Nervous in the interview; two references speak for her." : null);
            Train(one, group, i, i == 10 ? new() { [4] = Presence.Absent, [6] = Presence.Absent } : []);
            if (i == 5) one.Accommodate(group.Day(1, DayOfWeek.Friday), "Large print, and a desk near the board.");
            if (i == 10) one.AgreePlan(group.Day(2, DayOfWeek.Friday), "crt", world.Work(world.Today)); // to be looked at again today
        }
        group.Meets(group.Day(2, DayOfWeek.Friday), cast.Employers[4], visit: false);
        group.Meets(group.Day(3, DayOfWeek.Friday), cast.Employers[0], visit: true);
        return scripts;
    }

    // Two absences, a plan, another one: the standards could not be met.
    private void CouldNotMeetTheStandards(Script one, Group group)
    {
        Start(one, group);
        one.Stipend(group, group.Starts.AddDays(21)).Attend(group, group.Starts, group.Day(4, DayOfWeek.Thursday), new() { [5] = Presence.Absent, [7] = Presence.Absent, [12] = Presence.Absent })
            .AgreePlan(group.Day(3, DayOfWeek.Monday), "crt", group.Day(4, DayOfWeek.Wednesday)).ReviewPlan(group.Day(4, DayOfWeek.Wednesday), met: false)
            .Exit(group.Day(4, DayOfWeek.Friday), "standards", "unemployed", "left");
    }

    private static void NotReadyAtFirst(Script one, Group group)
    {
        var first = group.Starts.AddDays(-110);
        one.NotReady(first).ApplyAgain(group.Starts.AddDays(-38)).Check(group.Starts.AddDays(-35)).Interview(group.Starts.AddDays(-35)).Baseline(group.Starts.AddDays(-35))
            .StipendAdvice(group.Starts.AddDays(-33)).Consent(group.Starts.AddDays(-33)).Decide(group.Starts.AddDays(-31), Domain.Intake.AdmissionOutcome.Accepted, "meets").Seat(group.Starts.AddDays(-28), group);
    }

    private List<Script> Applying()
    {
        var scripts = Names.Others.Select((name, i) => Member("others", i, name, 70 + i)).ToList();
        new Applicants(world).Tell(scripts);
        return scripts;
    }

    private Script Member(string group, int index, (string, string) name, int number, Guid? id = null) => new(world, cast, $"{group}/{index}", number, name, id);

    private static void ComeIn(Script one, Group group, int i, int months, bool rubricPassed = true, string? allowance = null) =>
        one.ComeIn(group.Starts.AddDays(-58 + i), group, months, rubricPassed, allowance);

    private void Start(Script one, Group group)
    {
        var first = world.Work(group.Starts);
        one.Enter(first, group.Sessions[0].Stage);
        if (group.Sessions.Take(Group.SessionsAWeek).Any(s => s.Stage == "ost")) one.Enter(first, "ost");
    }

    private void Train(Script one, Group group, int i, Dictionary<int, Presence> otherwise)
    {
        Start(one, group);
        var together = group.Sessions.Take(Group.SessionsAWeek).Any(s => s.Stage == "ost");
        one.Goal(group.Day(1, DayOfWeek.Friday), Goals[i % Goals.Length]);
        if (!together) one.Complete(group.Day(4, DayOfWeek.Friday), "crt").Enter(world.Work(group.Starts.AddDays(28)), "ost");
        one.Attend(group, group.Starts, group.Ends, otherwise).Stipend(group);
        one.CheckIn(group.Day(2, DayOfWeek.Friday), StaffRole.CaseManager, "The bus works out. Sleeps better now that mornings have a plan.");
        if (i % 2 == 0) one.CheckIn(group.Day(5, DayOfWeek.Friday), StaffRole.AdvancementCoach, "Talked about which floor jobs suit, and what they pay.");
        if (i % 3 == 0) one.Support(world.Work(group.Starts.AddDays(1)), group, "busPass", 82.50m);
        if (i % 4 == 1) one.Support(world.Work(group.Starts.AddDays(2)), group, "gasCard", 50m);
        if (i == 5) one.Support(world.Work(group.Starts.AddDays(3)), group, "childcare", 640m);
        if (i % 7 == 4) one.Support(world.Work(group.Starts.AddDays(8)), group, "laptop", 690m, delivered: i != 11);
    }

    private static int CrtSessions(Group group) => group.Sessions.Count(s => s.Stage == "crt");

    private static readonly string[] Goals =
    [
        "A steady day shift, to be home when school is out.", "To weld one day.", "To pay the driving lessons myself.", "Show my son that it is never too late.",
        "Un emploi où l’on parle aussi français.", "A trade ticket within three years.",
    ];
}
