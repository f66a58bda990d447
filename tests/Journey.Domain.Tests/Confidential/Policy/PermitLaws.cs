using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Confidential.Policy;

/// <summary>What holds of every permit, whatever the history and whoever asks.</summary>
public sealed class PermitLaws
{
    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly OrganizationId[] Organizations = [new(G(61)), new(G(62)), new(G(63))];
    private static readonly StaffId[] Staff = [new(G(71)), new(G(72))];
    private static readonly FieldClass[] Classes = Enum.GetValues<FieldClass>();

    /// <summary>Somebody taken up, with assignments, consents and referrals; and an actor with agreements. Of small sets, so that they meet.</summary>
    private static (ActorStanding Actor, Participant Person) Make(int seed)
    {
        var random = new Random(seed);
        T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
        ImmutableArray<T> Some<T>(IReadOnlyList<T> of) => [.. of.Where(_ => random.Next(2) == 0)];
        Stamp At(DateOnly day) => new(G(random.Next(1, 99)), Occurred.OnDay(day), day, DateTimeOffset.UnixEpoch, null, One(Organizations).Value, 1);
        DateOnly Day() => Today.AddDays(random.Next(-60, 30));
        var person = Participant.Nobody with { Id = Sam, Registered = random.Next(5) == 0 ? null : At(Today.AddDays(-90)) };
        for (var i = random.Next(4); i > 0; i--)
            person = person with { Assignments = person.Assignments.Add(new(new(G(200 + i)), One([StaffRole.CaseManager, StaffRole.AdvancementCoach, StaffRole.Facilitator]), One(Staff), One(Organizations), null, At(Today), random.Next(3) == 0 ? At(Today) : null)) };
        for (var i = random.Next(3); i > 0; i--)
            person = person with { Consents = person.Consents.Add(new(new(G(300 + i)), null, i, "en", Some(Purposes.All), Some(Classes), Some(Organizations), random.Next(2) == 0 ? null : Day(), At(Today.AddDays(-random.Next(60))), random.Next(3) == 0 ? At(Day()) : null)) };
        for (var i = random.Next(3); i > 0; i--)
            person = person with { Referrals = person.Referrals.Add(new(new(G(400 + i)), One(Organizations), "housing", null, One(Enum.GetValues<ReferralState>()), At(Today), At(Today), null, null)) };
        var agreements = Enumerable.Range(0, random.Next(3)).Select(i => new Agreement(new(G(500 + i)), [.. Organizations.OrderBy(_ => random.Next()).Take(2)], Some(Purposes.Shared), Some(Classes), Day(), random.Next(2) == 0 ? null : Day(), random.Next(4) == 0)).ToImmutableArray();
        var self = random.Next(6) == 0;
        var actor = new ActorStanding(self ? G(99) : One(Staff).Value, One(Organizations), self ? [Role.Participant] : Some(Enum.GetValues<Role>()), random.Next(8) > 0, true, self ? One([Sam, new ParticipantId(G(98))]) : null, agreements);
        return (actor, person);
    }

    private static HashSet<string> Granted(ActorStanding actor, Participant person)
    {
        var permit = Permit.Of(actor, person, Today);
        return [.. Enum.GetValues<Verb>().SelectMany(v => Classes.SelectMany(c => Enum.GetValues<Part>().Where(p => permit.Refusal(v, c, p) is null).Select(p => $"{v} {c} {p}")))];
    }

    private static void ForAll(Action<ActorStanding, Participant, Random> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var (actor, person) = Make(seed);
            law(actor, person, new Random(seed));
        }));

    [Fact]
    public void Nobody_has_a_permit_without_a_live_relationship() => ForAll((actor, person, _) =>
    {
        if (actor.Roles.All(r => Relationships.Of(actor, r, person, Today).Count == 0)) Granted(actor, person).ShouldBeEmpty();
        Granted(actor with { IsMember = false }, person).ShouldBeEmpty("whoever has left their organization has nothing to do with anybody");
        Granted(actor with { Roles = [] }, person).ShouldBeEmpty();
    });

    [Fact]
    public void Taking_something_away_never_widens() => ForAll((actor, person, random) =>
    {
        var before = Granted(actor, person);
        void Narrower(ActorStanding a, Participant p, string what) => Granted(a, p).Except(before).ShouldBeEmpty(what);
        if (person.Consents is [_, ..])
        {
            var at = random.Next(person.Consents.Count);
            var withdrawn = person.Consents[at] with { Withdrawn = person.Consents[at].Given };
            Narrower(actor, person with { Consents = person.Consents.SetItem(at, withdrawn) }, "a consent withdrawn");
            Narrower(actor, person with { Consents = person.Consents.SetItem(at, withdrawn with { Withdrawn = null, Classes = [] }) }, "a consent without classes");
        }
        if (actor.Agreements is [_, ..])
        {
            var at = random.Next(actor.Agreements.Length);
            Narrower(actor with { Agreements = actor.Agreements.SetItem(at, actor.Agreements[at] with { HasEnded = true }) }, person, "an agreement ended");
            Narrower(actor with { Agreements = actor.Agreements.RemoveAt(at) }, person, "an agreement less");
        }
        if (person.Referrals is [_, ..]) Narrower(actor, person with { Referrals = person.Referrals.RemoveAt(random.Next(person.Referrals.Count)) }, "a referral less");
        // That nobody is case manager any more opens the person to those of the organization that took them up: the one thing that ending widens.
        if (person.Assignments.FindIndex(a => a.IsLive && a.Role != StaffRole.CaseManager) is >= 0 and var live)
            Narrower(actor, person with { Assignments = person.Assignments.SetItem(live, person.Assignments[live] with { Ended = person.Assignments[live].From }) }, "an assignment ended");
        if (actor.Roles.Length > 0) Narrower(actor with { Roles = actor.Roles.RemoveAt(random.Next(actor.Roles.Length)) }, person, "a role less");
    });

    [Fact]
    public void What_may_be_written_may_be_opened() => ForAll((actor, person, _) =>
    {
        var permit = Permit.Of(actor, person, Today);
        foreach (var @class in Classes.Except([FieldClass.None]))
            foreach (var part in Enum.GetValues<Part>())
                if (permit.Refusal(Verb.Write, @class, part) is null) permit.Refusal(Verb.Open, @class, part).ShouldBeNull();
        (permit.Reason is null).ShouldBe(permit.Classes.Count > 0 || actor.Roles.IsEmpty);
    });

    [Fact]
    public void Whoever_is_shown_in_a_list_is_found_by_its_index() => ForAll((actor, person, _) =>
    {
        if (Permit.Of(actor, person, Today).Parts.Count == 0 || actor.Self is not null || !actor.Roles.Any(r => r is Role.CaseManager or Role.AdvancementCoach or Role.Facilitator or Role.Director)) return;
        var readers = actor.Roles.Contains(Role.CaseManager) ? new[] { actor.User, actor.Organization.Value } : [actor.User];
        (Relationships.Readers(person).Intersect(readers).Any() || actor.Roles.Contains(Role.Director) && Relationships.Organizations(person).Contains(actor.Organization)).ShouldBeTrue();
    });
}
