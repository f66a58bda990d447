using Journey.Domain.Programs.Lint;

namespace Journey.Host.Tests.Programs;

/// <summary>A change of <see cref="LintFixtures.Clean"/> that triggers one code and no other, and one beside it that triggers none.</summary>
/// <param name="Bad">What is replaced by what; the ¦ stands where the first finding must point.</param>
/// <param name="Fine">The same place, just right.</param>
public sealed record LintFixture(string Code, string Name, (string Old, string New)[] Bad, (string Old, string New)[] Fine)
{
    public override string ToString() => $"{Code}: {Name}";
}

internal static class LintFixtures
{
    public const string Clean = """
        program: small
        version: 1
        title: {en: Small, fr: Petit}
        calendar: {zone: America/Halifax, week: Mon-Fri, holidays: ca-ns}
        fields:
          months: {type: int, class: general, title: {en: Months, fr: Mois}}
          income: {type: money, class: income, title: {en: Income, fr: Revenu}}
          sector: {type: choice, class: none, title: {en: Sector, fr: Secteur}, options: {metal: {en: Metal, fr: Métal}, wood: {en: Wood, fr: Bois}}}
        forms:
          application: {title: {en: Application, fr: Demande}, stage: intake, fields: [months, income]}
          goals: {title: {en: Goals, fr: Buts}, stage: crt, fields: [sector]}
        criteria:
          - {id: new, title: {en: New, fr: Nouveau}, when: "months < 24", override: reason}
          - {id: low, title: {en: Low income, fr: Faible revenu}, when: "income < cad('32000.00')", override: reason}
        rubric: {scale: 1..5, items: {interest: {en: Interest, fr: Intérêt}, drive: {en: Drive, fr: Élan}}, pass: "mean >= 3.0"}
        consent:
          version: 1
          title: {en: Consent, fr: Consentement}
          text: {en: I agree., fr: J’accepte.}
          purposes: {service: {en: Service, fr: Service rendu}}
          classes: [general, income]
        stages:
          intake:
            kind: intake
            title: {en: Intake, fr: Accueil}
            owner: caseManager
            exit: {to: [crt], when: "criteria.allMet && rubric.passed && consent.given"}
          crt:
            kind: training
            title: {en: Readiness, fr: Préparation}
            owner: caseManager
            after: intake
            attendance: {standard: 0.9, backOnTrackAfter: 2}
            tasks:
              goal: {title: {en: Goal, fr: But}, due: 5bd, form: goals}
            exit: {to: [ost], when: "tasks.goal.done && attendance.absences < 10"}
          ost:
            kind: training
            title: {en: Skills, fr: Métier}
            owner: facilitator
            after: crt
            credential: welding
            exit: {to: [work]}
          work:
            kind: employment
            title: {en: Work, fr: Emploi}
            owner: advancementCoach
            after: ost
            followUps:
              - {id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d, window: 2bd, owner: advancementCoach, with: [participant], cancel: [jobLost], escalate: {to: director, after: 5bd}}
            returns: [{on: jobLost, to: ost, max: 3}]
        variants:
          both:
            title: {en: Both at once, fr: Les deux à la fois}
            stages:
              intake: {exit: {to: [crt, ost]}}
              crt: {with: [ost], exit: {to: [work]}}
              ost: {with: [crt], after: [intake]}
              work: {after: [crt, ost]}
        followUps:
          - {id: quarter, title: {en: Quarter, fr: Trimestre}, after: graduated, every: 3mo, until: {graduated: +18mo}, window: 10bd, owner: advancementCoach, with: [participant], cancel: [exited]}
        budgets:
          all: {title: {en: All, fr: Tout}, perCohort: 1000.00 CAD}
        supports:
          pass: {title: {en: Pass, fr: Carte}, budget: all, amount: 50 CAD, ceiling: 100 CAD}
          stipend: {title: {en: Stipend, fr: Allocation}, budget: all, amount: 150 CAD, every: 1w, from: trainingStarted, until: [graduated, exited]}
        credentials:
          welding: {title: {en: Welding, fr: Soudage}, issuer: A council}
        tests:
          - name: Somebody comes in, finds work and is asked after the first day
            given:
              - {2026-01-05: [applied, {answers: {months: 10, income: 20000.00, sector: metal}}, {rubric: 4}, consent]}
              - {+2d: [accepted, seat]}
              - {2026-01-12: {entered: crt}}
              - {+1d: {done: crt.goal}}
              - {+4w: {completed: crt, entered: ost}}
              - {+4w: graduated}
              - {+1w: [employed, {entered: work}]}
            at: +1d
            expect: {due: [day-1], missed: [], stages: [work], milestones: {employmentStarted: 2026-03-17, jobLost: never}, criteria: {new: met}, days: {quarter: [2026-06-10, 2026-09-10, 2026-12-10, 2027-03-10, 2027-06-10, 2027-09-10]}}
          - name: {en: Without consent nobody is accepted, fr: Sans consentement personne n’est admis}
            given: [{2026-01-05: [applied, {criteria: met}, {rubric: {interest: 4, drive: 3}}]}, {+1d: accepted}]
            expect: {refused: admission.requirements, gates: {intake: closed}}
          - name: Two absences make a plan due
            variant: both
            given:
              - {2026-01-05: [applied, {criteria: {new: met, low: notMet}}, {criteria: {low: allowed}}, {rubric: 4}, consent, accepted, seat, {entered: crt}, {entered: ost}]}
              - {+1d: {absent: crt}}
              - {+1d: {absent: crt}}
            at: 2026-01-12
            expect: {due: [crt.goal, crt.plan], stages: [crt, ost]}
        """;

    private static (string, string)[] Change(string old, string @new) => [(old, @new)];

    private const string Extra = "{en: Extra, fr: Supplément}";

    public static IReadOnlyList<LintFixture> All { get; } =
    [
        new(LintCodes.Unreachable, "a stage beside the others", Change("variants:\n", $"  ¦extra: {{kind: plan, title: {Extra}}}\nvariants:\n"), Change("variants:\n", $"  extra: {{kind: plan, title: {Extra}, after: work}}\nvariants:\n")),
        new(LintCodes.DeadEnd, "a placement that leads nowhere", Change("variants:\n", $"  ¦extra: {{kind: placement, title: {Extra}, after: ost}}\nvariants:\n"), Change("variants:\n", $"  extra: {{kind: placement, title: {Extra}, after: ost, exit: {{to: work}}}}\nvariants:\n")),
        new(LintCodes.Endless, "a circle of ways out", Change("exit: {to: [work]}\n  work:", "exit: {¦to: [work, crt]}\n  work:"), Change("exit: {to: [work]}\n  work:", "exit: {to: [work]}\n    returns: [{on: jobLost, to: crt}]\n  work:")),
        new(LintCodes.Endless, "a return that brings itself about", Change("returns: [{on: jobLost, to: ost, max: 3}]", "returns: [¦{on: work.entered, to: work}]"), Change("returns: [{on: jobLost, to: ost, max: 3}]", "returns: [{on: jobLost, to: work}]")),
        new(LintCodes.Order, "two stages that wait for each other", Change("after: intake\n    attendance", "¦after: [intake, ost]\n    attendance"), Change("after: intake\n    attendance", "after: [intake]\n    attendance")),
        new(LintCodes.Order, "a variant that breaks the order", Change("ost: {with: [crt], after: [intake]}", "¦ost: {with: [crt], after: [crt]}"), Change("ost: {with: [crt], after: [intake]}", "ost: {with: [crt], after: intake}")),
        new(LintCodes.FactUnwritten, "a criterion's field in no form", [("fields: [months, income]", "fields: [months]"), ("  income: {type", "  ¦income: {type")], Change("fields: [months, income]", "fields: [months], optional: [income]")),
        new(LintCodes.FactUnused, "a field in no form", Change("forms:\n", $"  ¦extra: {{type: bool, class: general, title: {Extra}}}\nforms:\n"), [("forms:\n", $"  extra: {{type: bool, class: general, title: {Extra}}}\nforms:\n"), ("fields: [months, income]", "fields: [months, income, extra]")]),
        new(LintCodes.TaskForm, "another stage's form", Change("form: goals", "form: ¦application"), Change("stage: intake, fields: [months, income]}", "stage: crt, fields: [months, income]}")),
        new(LintCodes.DueOwner, "attendance in a stage that is nobody's", Change("owner: facilitator\n    after: crt", "after: crt\n    ¦attendance: {standard: 0.9, backOnTrackAfter: 2}"), Change("owner: facilitator\n    after: crt", "owner: facilitator\n    after: crt\n    attendance: {standard: 0.9, backOnTrackAfter: 2}")),
        new(LintCodes.DueOwner, "a task that is nobody's", Change("owner: facilitator\n    after: crt", $"after: crt\n    tasks:\n      ¦extra: {{title: {Extra}, due: 2w}}"), Change("owner: facilitator\n    after: crt", $"after: crt\n    tasks:\n      extra: {{title: {Extra}, due: 2w, owner: facilitator}}")),
        new(LintCodes.DueAnchor, "counted from a placement that there is not", Change("after: graduated, every", "after: ¦placementStarted, every"), [.. WithoutExamples, ("after: graduated, every", "after: trainingStarted, every")]),
        new(LintCodes.DueCancel, "a job's contact that nothing ends", Change("- {id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d, window: 2bd, owner: advancementCoach, with: [participant], cancel: [jobLost],", "- ¦{id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d, window: 2bd, owner: advancementCoach, with: [participant],"), Change("cancel: [jobLost],", "reAnchor: newest,")),
        new(LintCodes.DueUntil, "over before the first", Change("until: {graduated: +18mo}", "¦until: {graduated: +2mo}"), [.. WithoutExamples, ("until: {graduated: +18mo}", "until: {graduated: +3mo}")]),
        new(LintCodes.DueWeek, "business days without a week", [("week: Mon-Fri, ", ""), ("window: 2bd", "window: ¦2bd")], [.. WithoutExamples, ("week: Mon-Fri, ", "week: Tue-Sat, ")]),
        new(LintCodes.DueHolidays, "business days without holidays", [(", holidays: ca-ns", ""), ("window: 2bd", "window: ¦2bd")], Change("holidays: ca-ns", "holidays: ca-pe")),
        new(LintCodes.DueEscalation, "to whom had it", Change("escalate: {to: director", "¦escalate: {to: advancementCoach"), Change("escalate: {to: director", "escalate: {to: caseManager")),
        new(LintCodes.SealConsent, "a class without consent", [("classes: [general, income]", "classes: [general]"), ("when: \"income <", "when: ¦\"income <")], Change("classes: [general, income]", "classes: [income, general, health]")),
        new(LintCodes.SealReader, "criteria checked by whom they are closed to", [("owner: caseManager\n    exit", "owner: advancementCoach\n    exit"), ("when: \"income <", "when: ¦\"income <")], [("owner: caseManager\n    exit", "owner: advancementCoach\n    exit"), ("\"income < cad('32000.00')\"", "months < 12"), ("income: {type: money, class: income", "income: {type: money, class: general")]),
        new(LintCodes.SealReader, "a form filled in by whom it is closed to", [("due: 5bd, form: goals", "due: 5bd, owner: facilitator, form: ¦goals"), ("stage: crt, fields: [sector]", "stage: crt, fields: [sector, months]")], Change("due: 5bd, form: goals", "due: 5bd, owner: facilitator, form: goals")),
        new(LintCodes.BudgetUnused, "a budget that nothing draws on", Change("supports:\n", $"  ¦extra: {{title: {Extra}, perCohort: 5 CAD}}\nsupports:\n"), [("supports:\n", $"  extra: {{title: {Extra}, perCohort: 500 CAD}}\nsupports:\n"), ("budget: all, amount: 50 CAD", "budget: extra, amount: 50 CAD")]),
        new(LintCodes.SupportAmount, "a ceiling above the budget", Change("ceiling: 100 CAD", "ceiling: ¦1000.01 CAD"), Change("ceiling: 100 CAD", "ceiling: 1000 CAD")),
        new(LintCodes.SupportAmount, "an amount above its ceiling", Change("amount: 50 CAD", "amount: ¦100.01 CAD"), Change("amount: 50 CAD", "amount: 100 CAD")),
        new(LintCodes.SupportEndless, "payments that nothing stops", Change("from: trainingStarted, until: [graduated, exited]", "from: trainingStarted, ¦until: [placementStarted]"), Change("from: trainingStarted, until: [graduated, exited]", "from: trainingStarted, until: [placementStarted, exited]")),
        new(LintCodes.Unsatisfiable, "two bounds that leave nothing", Change("\"months < 24\"", "¦\"months < 24 && income > cad('0') && months > 23\""), [.. WithoutExamples, ("\"months < 24\"", "\"months < 24 && months > 22\"")]),
        new(LintCodes.Unsatisfiable, "another country's dollars", Change("\"income < cad('32000.00')\"", "¦\"income < usd('32000.00')\""), Change("income < cad('32000.00')", "income < cad('32000.01')")),
        new(LintCodes.Unsatisfiable, "bounds on what is worked out", Change("\"months < 24\"", "¦\"months * 2 < 24 && months * 2 > 23\""), Change("\"months < 24\"", "\"months * 2 < 24 && months * 2 > 10\"")),
        new(LintCodes.Unsatisfiable, "a mean beyond the scale", Change("\"mean >= 3.0\"", "¦\"mean > 5.0\""), [.. WithoutExamples, ("\"mean >= 3.0\"", "\"mean >= 5.0\"")]),
        new(LintCodes.Unsatisfiable, "two options of one choice", [("attendance.absences < 10\"", "facts.sector == 'wood' && facts.sector == 'metal'\""), ("when: \"tasks", "when: ¦\"tasks")], Change("attendance.absences < 10\"", "facts.sector == 'metal'\"")),
        new(LintCodes.Tautology, "a gap that is none", Change("\"months < 24\"", "¦\"months < 24 || months >= 24\""), Change("\"months < 24\"", "\"months < 24 || months > 24\"")),
        new(LintCodes.Tautology, "the lowest mean there is", Change("\"mean >= 3.0\"", "¦\"mean >= 1.0\""), Change("\"mean >= 3.0\"", "\"mean > 1.0\"")),
        new(LintCodes.GateImpossible, "a stage that comes later", Change("when: \"tasks.goal.done && attendance.absences < 10\"", "when: ¦\"tasks.goal.done && stages.work.completed\""), Change("attendance.absences < 10\"", "stages.intake.completed\"")),
        new(LintCodes.GateImpossible, "sessions where there are none", Change("when: \"criteria.allMet && rubric.passed && consent.given\"", "when: ¦\"criteria.allMet && attendance.rate > 0.5\""), Change("when: \"criteria.allMet && rubric.passed && consent.given\"", "when: \"criteria.allMet && consent.given\"")),
        new(LintCodes.GateImpossible, "a credential of a later stage", [.. WithoutExamples, ("attendance.absences < 10\"", "credentials.welding.earned\""), ("when: \"tasks", "when: ¦\"tasks"), ("  both:", "  early:"), ("intake: {exit: {to: [crt, ost]}}", "intake: {exit: {to: [crt]}}"), ("crt: {with: [ost], exit: {to: [work]}}", "crt: {exit: {to: [ost]}}"), ("ost: {with: [crt], after: [intake]}", "ost: {after: [crt]}")], [.. WithoutExamples, ("attendance.absences < 10\"", "credentials.welding.earned\"")]),
        new(LintCodes.ExampleFailed, "another day", Change("jobLost: never}", "jobLost: never, graduated: ¦2026-03-11}"), Change("jobLost: never}", "jobLost: never, graduated: 2026-03-10}")),
        new(LintCodes.ExampleFailed, "a step that is refused", Change("- {2026-01-12: {entered: crt}}", "- {2026-01-12: {¦entered: work}}"), Change("- {2026-01-12: {entered: crt}}", "- {2026-01-12: {entered: crt, present: crt}}")),
    ];

    // Where the examples would rightly fail for the change.
    private static (string, string)[] WithoutExamples => [(Clean[Clean.IndexOf("tests:\n", StringComparison.Ordinal)..], "")];

    public static string With(this string text, params ReadOnlySpan<(string Old, string New)> changes)
    {
        foreach (var (old, @new) in changes)
        {
            text.ShouldContain(old);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }
        return text;
    }
}
