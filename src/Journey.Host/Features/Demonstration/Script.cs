using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Host.Features.Participants;
using Journey.Host.Recording;

namespace Journey.Host.Features.Demonstration;

/// <summary>
/// One invented person's story, written as the days on which things happened. Each call is one command, decided by the real
/// rule when its turn comes.
/// </summary>
internal sealed partial class Script
{
    private readonly World world;
    private readonly Cast cast;
    private readonly string key;
    private readonly List<Step> steps = [];
    private readonly Dictionary<DateOnly, int> perDay = [];
    private Who by;
    private int late;

    /// <param name="key">Names the person on every run, such as <c>graduated/3</c>.</param>
    /// <param name="number">Tells people apart where a story leaves it to chance: days, scores, wages.</param>
    public Script(World world, Cast cast, string key, int number, (string Given, string Family) name, Guid? id = null)
    {
        (this.world, this.cast, this.key, Number) = (world, cast, key, number);
        Id = new(id ?? world.Id(key));
        Enrollment = new(world.Id($"{key} enrollment"));
        (CaseManager, Coach) = number % 3 == 2 ? (cast.OtherCaseManager, cast.OtherCoach) : (cast.CaseManager, cast.Coach);
        by = CaseManager;
        Chance = new Random(7_000 + number);
        (Given, Family) = name;
    }

    public ParticipantId Id { get; }
    public EnrollmentId Enrollment { get; }
    public int Number { get; }
    public string Given { get; }
    public string Family { get; }
    public Who CaseManager { get; }
    public Who Coach { get; }

    /// <summary>The same for the same person on every run.</summary>
    public Random Chance { get; }

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Who writes what follows.</summary>
    public Script By(Who who)
    {
        by = who;
        return this;
    }

    /// <summary>The next entry is written down that many days after it happened.</summary>
    public Script Late(int days)
    {
        late = days;
        return this;
    }

    public Script Register(DateOnly day)
    {
        var birth = new DateOnly(1972 + Chance.Next(33), 1 + Chance.Next(12), 1 + Chance.Next(28));
        var reference = string.Concat(world.Id($"{key} reference").ToByteArray().Take(10).Select(b => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[b & 31]));
        Add(day, async (s, ct) => Registration.Register(s.Person, Id, reference, await Secret(FieldClass.Identity, Given, ct), await Secret(FieldClass.Identity, Family, ct), await Secret(FieldClass.Identity, birth, ct)));
        return Add(day, async (s, ct) => Registration.GiveContactDetails(s.Person, await Secret(FieldClass.Contact, $"person{Number}@example.org", ct), await Secret(FieldClass.Contact, $"902-555-{1000 + Number}", ct), null));
    }

    public Script Assign(DateOnly day, StaffRole role, Who who) =>
        Add(day, s => Assigning.Assign(s.Person, new(world.Id($"{key} {role}")), role, who.Staff, who.Organization, Enrollment));

    public Script Barrier(DateOnly day, BarrierKind kind, string text, bool shared) =>
        Add(day, async (s, ct) => Circumstances.NoteBarrier(s.Person, new(world.Id($"{key} barrier {kind}")), kind, await Secret(FieldClass.General, text, ct), shared));

    public Script Resolve(DateOnly day, BarrierKind kind) => Add(day, s => Circumstances.ResolveBarrier(s.Person, new(world.Id($"{key} barrier {kind}"))));

    public Script Assess(DateOnly day, string skill, int level) =>
        Add(day, async (s, ct) => Circumstances.AssessSkills(s.Person, "Essential Skills", skill, await Secret(FieldClass.General, $"{level}", ct), CaseManager.Staff, day));

    public Script Accommodate(DateOnly day, string text) =>
        Add(day, async (s, ct) => Circumstances.AgreeAccommodation(s.Person, await Secret(FieldClass.Health, text, ct)));

    public Script Note(DateOnly day, FieldClass @class, string text) =>
        Add(day, async (s, ct) => Registration.WriteNote(s.Person, new(world.Id($"{key} note {day}")), @class, await Secret(@class, text, ct), Enrollment));

    /// <summary>Referred, received and accepted; then started and reported back, if a result is given.</summary>
    public Script Refer(DateOnly day, string service, string? result)
    {
        var id = new ReferralId(world.Id($"{key} referral {service}"));
        Add(day, async (s, ct) => Referrals.Send(s.Person, id, cast.Housing, service, Enrollment, await Secret(FieldClass.General, "Talked over together.", ct)));
        Add(world.Work(day.AddDays(2)), s => Referrals.Receive(s.Person, id));
        Add(world.Work(day.AddDays(4)), s => Referrals.Accept(s.Person, id));
        if (result is null) return this;
        Add(world.Work(day.AddDays(9)), s => Referrals.Start(s.Person, id));
        return Add(world.Work(day.AddDays(30)), async (s, ct) => Referrals.ReportBack(s.Person, id, await Secret(FieldClass.General, result, ct)));
    }

    public Script DeclinedReferral(DateOnly day, string service)
    {
        var id = new ReferralId(world.Id($"{key} referral {service}"));
        Add(day, s => Referrals.Send(s.Person, id, cast.Housing, service, Enrollment, null));
        return Add(world.Work(day.AddDays(3)), s => Referrals.Decline(s.Person, id, "no-place"));
    }

    public Script Merge(DateOnly day, ParticipantId other) => Add(day, async (s, ct) => Links.Merge(s.Person, await s.OtherRecord(other, ct)));

    /// <summary>Takes back the latest entry of a kind.</summary>
    public Script Retract<T>(DateOnly day, CorrectionReason reason, Func<T, bool>? which = null) where T : ParticipantEvent =>
        Add(day, (s, ct) => Correcting.Retract(s, Latest(s, which).Id, reason, null, ct));

    /// <summary>Says that the latest entry of a kind happened on another day.</summary>
    public Script Redate<T>(DateOnly day, DateOnly should) where T : ParticipantEvent =>
        Add(day, (s, _) =>
        {
            var entry = Latest<T>(s, null);
            return ValueTask.FromResult(Correct.Amend(s.History, entry.Id, entry.Event!, Occurred.OnDay(should), CorrectionReason.WrongDate));
        });

    private static Entry Latest<T>(Situation s, Func<T, bool>? which) where T : ParticipantEvent => s.History.Last(e => e.Event is T said && which?.Invoke(said) != false);

    private Script Add(DateOnly day, Func<Situation, Decision> decide) => Add(day, (s, _) => ValueTask.FromResult(decide(s)));

    private Script Add(DateOnly day, Func<Situation, CancellationToken, ValueTask<Decision>> decide) => Add(day, null, decide);

    // One after the other through the day, from nine o'clock on; what is said of the day as such (happened) is written at its end.
    private Script Add(DateOnly day, Occurred? happened, Func<Situation, CancellationToken, ValueTask<Decision>> decide)
    {
        var today = perDay[day] = perDay.GetValueOrDefault(day) + 1;
        var minute = (happened is null ? 9 * 60 : 16 * 60 + 10) + today * 4 + Number % 4;
        var recorded = world.At(late == 0 ? day : world.Work(day.AddDays(late)), minute + (late == 0 ? 3 : 0));
        late = 0;
        steps.Add(new Step(recorded, $"{key}/{steps.Count}", by, Id, happened ?? Occurred.Instant(world.At(day, minute)), decide));
        return this;
    }

    /// <summary>Of the person as such, except what belongs to the enrollment.</summary>
    private ValueTask<Sealed<T>> Secret<T>(FieldClass @class, T value, CancellationToken ct) => world.Vault.Secret(world.Operator, new Subject(Id.Value), Scope.Person, @class, value, ct);

    private ValueTask<Sealed<T>> Private<T>(FieldClass @class, T value, CancellationToken ct) => world.Vault.Secret(world.Operator, new Subject(Id.Value), Scope.Of(Enrollment.Value), @class, value, ct);

    /// <summary>The keys that the story needs, to be made at once.</summary>
    public IEnumerable<KeyName> Keys =>
    [
        .. new[] { FieldClass.Identity, FieldClass.Contact, FieldClass.General, FieldClass.Employment }.Select(c => new KeyName(new Subject(Id.Value), Scope.Person, c)),
        .. new[] { FieldClass.General, FieldClass.Employment, FieldClass.Income, FieldClass.Health }.Select(c => new KeyName(new Subject(Id.Value), Scope.Of(Enrollment.Value), c)),
    ];
}
