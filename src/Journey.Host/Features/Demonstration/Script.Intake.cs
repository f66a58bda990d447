using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Host.Features.Intake;

namespace Journey.Host.Features.Demonstration;

/// <summary>From the first inquiry to the seat.</summary>
internal sealed partial class Script
{
    private static readonly string[] Channels = ["friend", "social-media", "nova-scotia-works", "community-agency", "newspaper", "settlement-agency"];
    private ImmutableDictionary<string, string> said = ImmutableDictionary<string, string>.Empty;

    public Script Inquire(DateOnly day)
    {
        Register(day);
        return Add(day, s => Applying.Inquire(s.Person, Enrollment, world.Program.Id, world.Program.Version, world.Program.Calendar.Zone, world.Program.IntakeStage(), Channels[Number % Channels.Length]));
    }

    public Script Apply(DateOnly day)
    {
        Add(day, s => Applying.Apply(s.Enrollment(Enrollment), cast.Provider));
        return Assign(day, StaffRole.CaseManager, CaseManager);
    }

    public Script ApplyAgain(DateOnly day) => Add(day, s => Applying.Apply(s.Enrollment(Enrollment), cast.Provider));

    public Script InformationSession(DateOnly day) => Add(day, s => Applying.AttendInformationSession(s.Enrollment(Enrollment)));

    /// <param name="months">Months of Canadian work experience: 24 and more needs an allowance.</param>
    public Script Answer(DateOnly day, int months, decimal income = 21_500m, bool canLift = true)
    {
        var answers = new Dictionary<string, string>
        {
            ["completedIntensiveProgram"] = "false", ["canadianExperienceMonths"] = $"{months}", ["highSchool"] = "true", ["annualIncome"] = FormattableString.Invariant($"{income + Number * 130}"),
            ["hardshipSelfReported"] = Number % 4 == 0 ? "true" : "false", ["canStand"] = "true", ["canLift"] = canLift ? "true" : "false", ["availableDaily"] = "true",
        };
        said = said.SetItems(answers);
        return Add(day, async (s, ct) =>
        {
            var sealedAnswers = ImmutableDictionary.CreateBuilder<string, Sealed<string>>();
            foreach (var (field, text) in answers) sealedAnswers[field] = await Private(world.Program.Field(field)!.Class, text, ct);
            return Applying.Answer(s.Enrollment(Enrollment), ImmutableDictionary<string, string>.Empty, sealedAnswers.ToImmutable());
        });
    }

    public Script Check(DateOnly day)
    {
        var facts = said;
        return Add(day, s => Screening.CheckAll(s.Enrollment(Enrollment), CheckCriteria.Results(world.Program, facts.GetValueOrDefault, day)));
    }

    public Script Allow(DateOnly day, string criterion, string reason) =>
        Add(day, async (s, ct) => Screening.OverrideCriterion(s.Enrollment(Enrollment), criterion, await Private(FieldClass.General, reason, ct)));

    /// <param name="lowest">3 and more passes.</param>
    public Script Interview(DateOnly day, int lowest = 3)
    {
        var rubric = world.Program.Rubric!;
        var scores = rubric.Items.ToImmutableDictionary(i => i.Id, _ => lowest + Chance.Next(lowest < 3 ? 1 : 3));
        return Add(day, s => Screening.Score(s.Enrollment(Enrollment), scores, [.. rubric.Items.Select(i => i.Id)], rubric.Lowest, rubric.Highest, world.Program.RubricPasses));
    }

    public Script AllowRubric(DateOnly day, string reason) =>
        Add(day, async (s, ct) => Screening.OverrideRubric(s.Enrollment(Enrollment), await Private(FieldClass.General, reason, ct)));

    public Script Baseline(DateOnly day)
    {
        var status = (LabourStatus)(Number % 3);
        var works = status != LabourStatus.Unemployed;
        return Add(day, async (s, ct) => Circumstances.RecordBaseline(s.Enrollment(Enrollment), status, works ? "65100" : null, works ? "2021" : null,
            works ? await Private(FieldClass.Employment, 15.20m + Number % 5 * 0.1m, ct) : null, works ? await Private(FieldClass.Employment, status == LabourStatus.UnderEmployed ? 16m : 35m, ct) : null, works ? false : null));
    }

    public Script StipendAdvice(DateOnly day) => Add(day, s => Circumstances.DiscussStipendEffect(s.Enrollment(Enrollment)));

    public Script Consent(DateOnly day)
    {
        var form = world.Program.Consent!;
        var language = Family.Contains('é', StringComparison.Ordinal) || Given.Contains('é', StringComparison.Ordinal) ? "fr-CA" : "en-CA";
        return Add(day, s => Consenting.Give(s.Person, new(world.Id($"{key} consent")), Enrollment, form.Version, language, [.. form.Purposes.Select(p => p.Id)], [.. form.Classes], [cast.Provider, cast.Sector], day.AddYears(3)));
    }

    /// <param name="reason">A decision reason of the definition.</param>
    public Script Decide(DateOnly day, AdmissionOutcome outcome, string reason) => Add(day, s =>
    {
        var current = s.Enrollment(Enrollment);
        return Admissions.Decide(current, outcome, reason, null, current is not null && Gates.Exit(s.Person, current, world.Program, world.Program.IntakeStage(), s.Day).Open == true);
    });

    /// <summary>The seat is offered, and taken three days later; coach and facilitator come in.</summary>
    public Script Seat(DateOnly day, Group group)
    {
        var taken = world.Work(day.AddDays(3));
        return Offer(day, group).Take(taken, group).Assign(taken, StaffRole.AdvancementCoach, Coach).Assign(taken, StaffRole.Facilitator, cast.Facilitator);
    }

    /// <summary>After a return: the exit had freed the seat.</summary>
    public Script SeatAgain(DateOnly day, Group group) => Offer(day, group).Take(day, group);

    private Script Offer(DateOnly day, Group group) => Add(day, async (s, ct) => Admissions.OfferSeat(s.Enrollment(Enrollment), group.Id, (await s.Cohort(group.Id, ct)).Starts));

    private Script Take(DateOnly day, Group group) => Add(day, async (s, ct) => Admissions.AcceptOffer(s.Enrollment(Enrollment), Id, await s.Cohort(group.Id, ct)));

    /// <summary>The usual way in: four weeks from the inquiry to the decision.</summary>
    public Script ComeIn(DateOnly inquiry, Group group, int months = 9, bool rubricPassed = true, string? allowance = null)
    {
        DateOnly On(int days) => world.Work(inquiry.AddDays(days));
        Inquire(On(0));
        if (Number % 2 == 0) InformationSession(On(3));
        Apply(On(5)).Answer(On(5), months).Check(On(8));
        if (allowance is not null && months >= 24) Allow(On(9), "experience", allowance);
        Interview(On(10), rubricPassed ? 3 : 2);
        if (!rubricPassed) AllowRubric(On(11), allowance!);
        Baseline(On(10)).Barrier(On(10), (BarrierKind)(Number % 3), Barriers[Number % 3], Number % 2 == 0).Assess(On(12), "document-use", 2 + Number % 2);
        StipendAdvice(On(12)).Consent(On(13));
        return Decide(On(16), AdmissionOutcome.Accepted, allowance is null ? "meets" : "allowance").Seat(On(17), group);
    }

    private static readonly string[] Barriers = ["Says that interviews take a lot of courage.", "Left school early; reading long texts is slow.", "No car, and the first bus comes at seven."];
}
