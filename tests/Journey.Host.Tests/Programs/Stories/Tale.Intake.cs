using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Tests.Confidential;
using Journey.Host.Features.Intake;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>From the first inquiry to the seat, and away again.</summary>
internal sealed partial class Tale
{
    private static readonly CohortId Cohort = new(Number(6));
    private readonly List<CohortEvent> cohort = [];
    private readonly Dictionary<string, string> said = new(StringComparer.Ordinal);

    private void OpenCohort(string? variant) =>
        cohort.Add(new CohortOpened(Cohort, "A cohort", program.Id, program.Version, variant, null, null, null, null));

    public Tale Inquires(string channel = "friend") => Does((Participant person) => Registration.Register(person, Sam, "P-7Q2", null, null, null))
        .Does((Participant person) => Applying.Inquire(person, Enrollment, program.Id, program.Version, program.Calendar.Zone, program.IntakeStage(), channel));

    public Tale AttendsInformationSession() => Does((Enrollment? e) => Applying.AttendInformationSession(e));

    public Tale Applies() => Does((Enrollment? e) => Applying.Apply(e, Provider));

    /// <summary>Answers fields of the definition, in their canonical text.</summary>
    public Tale Answers(params (string Field, string Text)[] answers)
    {
        foreach (var (field, text) in answers) said[field] = text;
        var facts = answers.Where(a => FieldOf(a.Field).Class == FieldClass.None).ToImmutableDictionary(a => a.Field, a => a.Text);
        var secrets = answers.Where(a => FieldOf(a.Field).Class != FieldClass.None).ToImmutableDictionary(a => a.Field, a => Invented.Sealed(a.Text, FieldOf(a.Field).Class));
        return Does((Enrollment? e) => Applying.Answer(e, facts, secrets));
    }

    private Field FieldOf(string id) => program.Field(id) ?? throw new ArgumentException($"{program.Id} has no field {id}.", nameof(id));

    /// <summary>The criteria are checked against what was answered, as the host checks them.</summary>
    public Tale IsChecked() => Does((Enrollment? e) => Screening.CheckAll(e, CheckCriteria.Results(program, said.GetValueOrDefault, today)));

    public Tale IsAllowed(string criterion, string reason) => Does((Enrollment? e) => Screening.OverrideCriterion(e, criterion, Secret(reason)));

    /// <summary>The interview: every item of the rubric gets that score.</summary>
    public Tale IsInterviewed(int score) => Does((Enrollment? e) => Screening.Score(
        e, program.Rubric!.Items.ToImmutableDictionary(i => i.Id, _ => score), [.. program.Rubric.Items.Select(i => i.Id)], program.Rubric.Lowest, program.Rubric.Highest, program.RubricPasses));

    public Tale TalksAboutTheStipend() => Does((Enrollment? e) => Circumstances.DiscussStipendEffect(e));

    public Tale Consents() => Does((Participant person) => Consenting.Give(
        person, new(Number(100 + written)), Enrollment, program.Consent!.Version, "en", [.. program.Consent.Purposes.Select(p => p.Id)], [.. program.Consent.Classes], [Provider],
        program.Consent.Expires is { } expires ? program.Calendar.Add(today, expires) : null));

    /// <summary>The decision on the application, as far as the gate of intake lets it be taken.</summary>
    public Tale IsDecided(AdmissionOutcome outcome, string? reason = null)
    {
        reason.ShouldBeOneOf([null, .. program.Decisions.SelectMany(d => d.Reasons).Select(r => r.Id)]);
        return Does((Enrollment? e) => Admissions.Decide(e, outcome, reason, null, Gate(program.IntakeStage()).Open == true));
    }

    public Tale IsOfferedASeat() => Does((Enrollment? e) => Admissions.OfferSeat(e, Cohort, null));

    public Tale TakesTheSeat() => Does((Enrollment? e) => Admissions.AcceptOffer(e, Sam, Domain.Cohorts.Cohort.Fold(cohort)));

    public Tale NotesABarrier(BarrierKind kind) => Does((Participant person) => Circumstances.NoteBarrier(person, new(Number(200 + written)), kind, Secret("As told."), shared: true));

    /// <summary>A skill of one of the program's assessments, with what the assessor says of the time before.</summary>
    public Tale IsAssessedIn(string assessment, string skill, string level, SkillProgress? progress = null)
    {
        if (Circumstances.WrongAssessment(program, assessment, skill) is { } wrong) wrong.ShouldBeNull();
        return Does((Participant person) => Circumstances.AssessSkills(person, assessment, skill, Secret(level), Staff, today, (Enrollment, assessment), progress));
    }

    public Tale Exits(string reason, string destination)
    {
        program.ExitReasons.ShouldContain(r => r.Id == reason);
        program.Destinations.ShouldContain(d => d.Id == destination);
        return Does((Enrollment? e) => Domain.Participants.Exits.Exit(e, reason, destination, null));
    }

    public Tale ComesBackInto(string stage) => Does((Enrollment? e) => Domain.Participants.Exits.ReEnter(e, stage));

    public Tale EndsAs(string outcome) => Does((Enrollment? e) => Domain.Participants.Exits.RecordOutcome(e, outcome, program.Outcomes.Single(o => o.Id == outcome).Kind));

    /// <summary>A referral to a partner: sent, received and accepted; how it ends is told later.</summary>
    public Tale IsReferredTo(int partner, string service) => Does((Participant person) => Referrals.Send(person, new(Number(300 + partner)), new(Number(50 + partner)), service, Enrollment, null));

    public Tale PartnerAccepts(int partner) => Does((Participant person) => Referrals.Accept(person, new(Number(300 + partner))));

    public Tale PartnerDeclines(int partner, string reason) => Does((Participant person) => Referrals.Decline(person, new(Number(300 + partner)), reason));

    public Tale PartnerReportsBack(int partner, string result) => Does((Participant person) => Referrals.ReportBack(person, new(Number(300 + partner)), Secret(result)));
}
