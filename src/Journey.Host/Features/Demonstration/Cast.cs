using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Features.Subscriptions;

namespace Journey.Host.Features.Demonstration;

/// <summary>
/// The invented organizations, their staff and the employers. The people offered by the development sign-in are among the
/// staff, so that whoever signs in finds work to do.
/// </summary>
internal sealed class Cast
{
    private readonly World world;
    private readonly List<Step> steps = [];
    private int count;

    public Cast(World world)
    {
        this.world = world;
        var op = world.Operator.Id.Value;
        var provider = new OrganizationId(DevelopmentPeople.IdOf(op, "organization"));
        (Provider, Sector, Lead, Housing) = (provider, new(DevelopmentPeople.IdOf(op, DevelopmentPeople.SectorOrganization)), new(world.Id("lead agency")), new(world.Id("housing agency")));
        CaseManager = Dev(Roles.CaseManager, Provider);
        Coach = Dev(Roles.AdvancementCoach, Sector);
        Facilitator = Dev(Roles.Facilitator, Sector);
        Director = Dev(Roles.Director, Provider);
        OtherCaseManager = new(new(world.Id("case manager 2")), Provider);
        OtherCoach = new(new(world.Id("coach 2")), Sector);
        OtherFacilitator = new(new(world.Id("facilitator 2")), Lead);
        Administrator = Dev(Roles.Administrator, Provider);

        Organize(Provider, "Fundy Bridge Employment Services", OrganizationKind.ServiceProvider, [PartnerRole.EmploymentServiceCentre, PartnerRole.CommunityAgency],
            (CaseManager, "Josée Landry-Roy", StaffRole.CaseManager), (OtherCaseManager, "Tara Whynot", StaffRole.CaseManager), (Director, "Duncan Oickle", StaffRole.Director), (Administrator, "Priya Raghunathan", StaffRole.Administrator));
        Organize(Sector, "North Shore Makers’ Council", OrganizationKind.SectorOrganization, [PartnerRole.IndustryPartner],
            (Coach, "Marielle Doiron", StaffRole.AdvancementCoach), (OtherCoach, "Kwame Balogun", StaffRole.AdvancementCoach), (Facilitator, "Hélène Arsenault", StaffRole.Facilitator));
        Organize(Lead, "Harbour Light Skills Alliance", OrganizationKind.Other, [PartnerRole.LeadAgency, PartnerRole.BridgeTrainingProgram], (OtherFacilitator, "Sam Zwicker", StaffRole.Facilitator));
        Organize(Housing, "Lantern House Housing Support", OrganizationKind.Other, [PartnerRole.CommunityAgency]);
        Agree("provider and sector", [Purposes.Service, Purposes.Placement], [.. Enum.GetValues<FieldClass>().Except([FieldClass.None])], Provider, Sector);
        Agree("provider and lead agency", [Purposes.Service], [FieldClass.Identity], Provider, Lead);
        Agree("provider and housing agency", [Purposes.Service], [FieldClass.Identity, FieldClass.Contact, FieldClass.General], Provider, Housing);
        Subscribe("case management of the provider", "Case management system of Fundy Bridge", Provider, "case-management");
        Employers = [.. Names.Employers.Select((e, i) => Employer(i, e))];
    }

    public OrganizationId Provider { get; }
    public OrganizationId Sector { get; }
    public OrganizationId Lead { get; }
    public OrganizationId Housing { get; }
    public Who CaseManager { get; }
    public Who OtherCaseManager { get; }
    public Who Coach { get; }
    public Who OtherCoach { get; }
    public Who Facilitator { get; }
    public Who OtherFacilitator { get; }
    public Who Director { get; }
    public Who Administrator { get; }
    public IReadOnlyList<EmployerId> Employers { get; }

    /// <summary>The employer that declines the coach's service.</summary>
    public EmployerId Declining => Employers[^1];

    /// <summary>All that has to be there before the first person, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Written last of all: where it stands, the filling is complete.</summary>
    public static OrganizationId Seal(Operator op) => new(DevelopmentPeople.IdOf(op.Id.Value, "demonstration last of all"));

    public Step Last() => On(world.Now, Administrator, (o, _) => Organizations.Register(o, Seal(world.Operator), "Far Shore Foundation", OrganizationKind.Other), Seal(world.Operator));

    private DateTimeOffset Before => world.Now.AddDays(-390);

    private Who Dev(string role, OrganizationId organization) => new(new(DevelopmentPeople.IdOf(world.Operator.Id.Value, role)), organization);

    private void Organize(OrganizationId id, string name, OrganizationKind kind, PartnerRole[] roles, params (Who Who, string Name, StaffRole Role)[] staff)
    {
        steps.Add(On(Before, Administrator, (o, _) => Organizations.Register(o, id, name, kind), id));
        foreach (var role in roles) steps.Add(On(Before, Administrator, (o, _) => Organizations.TakeRole(o, role), id));
        foreach (var (who, called, role) in staff) steps.Add(On(Before, Administrator, (o, _) => Organizations.Join(o, who.Staff, called, [role]), id));
    }

    private void Agree(string key, string[] purposes, FieldClass[] classes, params OrganizationId[] parties)
    {
        var id = new AgreementId(world.Id($"agreement {key}"));
        var made = new AgreementMade(id, [.. parties], [.. purposes], [.. classes], DateOnly.FromDateTime(Before.UtcDateTime), world.Today.AddYears(2));
        steps.Add(new(Before, $"cast/{count++}", Administrator, null, Occurred.Instant(Before), async (s, ct) => Agreements.Make(await s.Stream("agreement", id.Value, Agreement.Fold, ct), made)));
    }

    // Another system of the provider's asks for everything since the beginning.
    private void Subscribe(string key, string name, OrganizationId owner, string purpose)
    {
        var id = new SubscriptionId(world.Id(key));
        steps.Add(new(Before, $"cast/{count++}", Administrator, null, Occurred.Instant(Before), Managing.On(id, s => Subscribing.Open(s, new(id, name, owner, purpose, SubscriptionScope.All, Delivery.Pull, null, 0)))));
    }

    private EmployerId Employer(int number, (string Name, string Industry, string Contact) employer)
    {
        var id = new EmployerId(world.Id($"employer {number}"));
        var contact = new Subject(world.Id($"employer {number} contact"));
        steps.Add(Employing(Before, id, (e, _) => ValueTask.FromResult(Domain.Partners.Employers.Register(e, id, employer.Name, employer.Industry))));
        steps.Add(Employing(Before, id, async (e, ct) => Domain.Partners.Employers.GiveContact(e,
            await world.Vault.Secret(world.Operator, contact, Scope.Person, FieldClass.Contact, employer.Contact, ct),
            await world.Vault.Secret(world.Operator, contact, Scope.Person, FieldClass.Contact, $"902-555-01{number + 10}", ct))));
        return id;
    }

    public Step Employing(DateTimeOffset at, EmployerId id, Func<Employer, CancellationToken, ValueTask<Decision>> decide) =>
        new(at, $"cast/{count++}", Coach, null, Occurred.Instant(at), async (s, ct) => await decide(await s.Employer(id, ct), ct));

    private Step On(DateTimeOffset at, Who by, Func<Organization, CancellationToken, Decision> decide, OrganizationId id) =>
        new(at, $"cast/{count++}", by, null, Occurred.Instant(at), async (s, ct) => decide(await s.Organization(id, ct), ct));
}
