using Journey.Host.Features.Programs;

namespace Journey.Host.Tests.Programs;

public sealed partial class ProgramFileTests
{
    /// <summary>A small program that uses every key of the language.</summary>
    internal const string Whole = """
        program: small
        version: 2
        title: {en: Small, fr: Petit}
        family: all-small
        stream: {en: Small stream, fr: Petite}
        length: 12w
        label: {en: Invented, fr: Inventé}
        person: learner
        calendar: {zone: America/Halifax, week: Mon-Fri, holidays: ca-ns}
        validatedBy: {organization: Sector council, on: 2024-02-29}
        fields:
          months: {type: int, class: general, title: {en: Months, fr: Mois}}
          income: {type: money, class: income, title: {en: Income, fr: Revenu}}
          shift: {type: choice, class: none, title: {en: Shift, fr: Quart}, options: {day: {en: Day, fr: Jour}, night: {en: Night, fr: Nuit}}, meaning: workingHours}
        forms:
          application: {title: {en: Application, fr: Demande}, stage: intake, fields: [months], optional: [income]}
        criteria:
          - {id: new, title: {en: New, fr: Nouveau}, when: "months < 24", override: reason}
        rubric:
          scale: 1..5
          items: {interest: {title: {en: Interest, fr: Intérêt}, weight: 2.5}, motivation: {en: Motivation, fr: Motivation}}
          pass: mean >= 3.0
        documents:
          contract: {version: 3, kind: contract, title: {en: Contract, fr: Contrat}, text: {en: I come., fr: Je viens.}}
        assessments:
          literacy: {title: {en: Literacy, fr: Littératie}, tool: TOWES, skills: {reading: {en: Reading, fr: Lecture}}}
        capacity: {seats: 14, waitlist: {order: [rubric, applied], offerExpires: 5bd}}
        consent:
          version: 1
          title: {en: Consent, fr: Consentement}
          text: {en: Yes., fr: Oui.}
          purposes: {service: {en: Service, fr: Service}}
          classes: [general, income]
          expires: 24mo
        decisions:
          accepted: {title: {en: Accepted, fr: Admission}, reasons: {fits: {en: Fits, fr: Convient}}}
        stages:
          intake:
            kind: intake
            title: {en: Intake, fr: Accueil}
            meaning: reception
            owner: caseManager
            entry: criteria.new
            exit: {to: work, when: consent.given}
            sessions: {length: half-day, weeks: 4}
            attendance: {standard: 0.9, backOnTrackAfter: 2, reviewIn: 2w}
            tasks:
              hello: {en: Hello, fr: Bonjour}
              sign: {title: {en: Sign, fr: Signer}, optional: true, repeats: true, due: 5bd, owner: facilitator, form: application, document: contract}
            workPlacement: {hours: 120, evaluation: true}
          plan: {kind: plan, title: {en: Plan, fr: Plan}, with: work, coordination: [pooled, reciprocal]}
          work:
            kind: employment
            title: {en: Work, fr: Emploi}
            after: intake
            credential: forklift
            followUps:
              - id: day-1
                title: {en: Day 1, fr: Jour 1}
                after: employmentStarted
                in: 1d
                window: 2bd
                owner: advancementCoach
                with: [participant]
                cancel: [jobLost, intake.completed, picker.entered, signed]
                remind: 2d
                escalate: {to: director, after: 5bd}
                reAnchor: first
            returns: [{on: jobLost, to: intake, max: 3, followUps: {cancel: day-1}}]
          picker:
            kind: rung
            title: {en: Picker, fr: Préparatrice}
            rung: {noc: "75101", nocEdition: "2021", wage: 17.00..20.50 CAD, certificates: [forklift], experience: 12mo, lateral: [driver]}
          driver: {kind: rung, title: {en: Driver, fr: Conducteur}}
        variants:
          late: {title: {en: Late, fr: Tard}, stages: {work: {after: [intake], with: [plan], exit: {to: picker}, sessions: {length: full-day, weeks: 1}}}}
        milestones:
          signed: {title: {en: Signed, fr: Signé}, on: intake.sign}
        followUps:
          - {id: quarter, title: {en: Quarter, fr: Trimestre}, after: signed, every: 3mo, until: {graduated: +18mo}, window: 10bd, owner: advancementCoach}
        offerings:
          basics:
            title: {en: Basics, fr: Bases}
            organization: College
            providerType: {en: College, fr: Collège}
            delivery: {en: Online, fr: En ligne}
            duration: {en: 2 weeks, fr: 2 semaines}
            entrance: {en: None, fr: Aucune}
            credential: {en: Certificate, fr: Certificat}
            subSector: {en: Warehouses, fr: Entrepôts}
            noc: "75101"
            rungs: {picker: strong, driver: poor}
        budgets:
          all: {title: {en: All, fr: Tout}, perCohort: 100.00 CAD}
        supports:
          pass: {title: {en: Pass, fr: Carte}, budget: all, amount: 5 CAD, ceiling: 50 CAD, approvedBy: director, every: 1w, from: trainingStarted, until: [graduated, exited]}
        credentials:
          forklift: {title: {en: Forklift, fr: Chariot}, issuer: Board, competencies: {lift: {en: Lifting, fr: Levage}}, recognizedBy: [Industry]}
          first-aid: {title: {en: First aid, fr: Secourisme}, issuer: Board}
        outcomes: {done: {title: {en: Done, fr: Terminé}, kind: completed}}
        exitReasons: {moved: {en: Moved, fr: Déménagement}}
        destinations: {work: {en: Work, fr: Emploi}}
        jobLossReasons: {personal: {en: Personal, fr: Personnel}}
        barriers: {far: {en: Far, fr: Loin}}
        examples: [rubric.pass]
        """;

    // Code, what to replace, and by what; the ¦ stands where the finding must point.
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { FindingCodes.Yaml, "version: 2", "version: ¦@2" },
        { FindingCodes.Yaml, "version: 2", "version: ¦&v 2" },
        { FindingCodes.Yaml, "version: 2", "version: ¦!int 2" },
        { FindingCodes.UnknownKey, "version: 2", "version: 2\n¦verison: 3" },
        { FindingCodes.DuplicateKey, "version: 2", "version: 2\n¦version: 3" },
        { FindingCodes.MissingKey, "program: small\nversion: 2", "¦program: small" },
        { FindingCodes.MissingKey, "{id: quarter, title", "¦{title" },
        { FindingCodes.Type, "version: 2", "version: ¦two" },
        { FindingCodes.Type, "version: 2", "version: ¦0" },
        { FindingCodes.Type, "version: 2", "version: ¦[2]" },
        { FindingCodes.Type, "in: 1d", "in: ¦1 day" },
        { FindingCodes.Type, "amount: 5 CAD", "amount: ¦5.005 CAD" },
        { FindingCodes.Type, "optional: true", "optional: ¦perhaps" },
        { FindingCodes.Type, "weight: 2.5", "weight: ¦0" },
        { FindingCodes.Type, "17.00..20.50 CAD", "¦20.00..17.00 CAD" },
        { FindingCodes.Type, "17.00..20.50 CAD", "¦about 20 CAD" },
        { FindingCodes.Type, "noc: \"75101\", nocEdition", "noc: ¦\"751\", nocEdition" },
        { FindingCodes.Type, "on: 2024-02-29", "on: ¦2023-02-29" },
        { FindingCodes.Value, "[rubric, applied]", "¦[rubric, rubric]" },
        { FindingCodes.Value, "reAnchor: first", "reAnchor: ¦last" },
        { FindingCodes.Value, "kind: employment", "kind: ¦employed" },
        { FindingCodes.Value, "with: [participant]", "with: [participant, ¦mother]" },
        { FindingCodes.Id, "program: small", "program: ¦Small Program" },
        { FindingCodes.DuplicateId, "  - {id: new, title", "  - {id: new, title: {en: A, fr: A}, when: \"true\"}\n  - {id: ¦new, title" },
        { FindingCodes.Id, "hello: {", "¦entered: {" },
        { FindingCodes.Id, "barriers: {far:", "barriers: {¦Far:" },
        { FindingCodes.DuplicateId, "optional: [income]", "optional: [¦months]" },
        { FindingCodes.DuplicateId, "milestones:\n", "milestones:\n  jobLost: ¦{title: {en: A, fr: A}, on: exited}\n" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}\n", "¦{en: Work}\n" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}\n", "¦Work\n" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}\n", "¦{en: Work, fr: ''}\n" },
        { FindingCodes.UnknownStage, "after: intake", "after: ¦intaek" },
        { FindingCodes.UnknownStage, "to: work,", "to: [work, ¦wrok]," },
        { FindingCodes.UnknownStage, "to: intake,", "to: ¦nowhere," },
        { FindingCodes.UnknownRole, "owner: caseManager", "owner: ¦manager" },
        { FindingCodes.UnknownCredential, "credential: forklift\n", "credential: ¦forklifts\n" },
        { FindingCodes.UnknownBudget, "budget: all", "budget: ¦some" },
        { FindingCodes.UnknownFollowUp, "followUps: {cancel: day-1", "followUps: {cancel: [day-1, ¦day-2]" },
        { FindingCodes.UnknownPath, "examples: [rubric.pass]", "examples: [rubric.pass, ¦rubric.past]" },
        { FindingCodes.Calendar, "America/Halifax", "¦America/Halifacts" },
        { FindingCodes.Calendar, "America/Halifax", "¦Atlantic Standard Time" },
        { FindingCodes.Calendar, "ca-ns", "¦ca-xx" },
        { FindingCodes.Calendar, "Mon-Fri", "¦Monday" },
        { FindingCodes.Schedule, "- id: day-1\n", "- ¦id: day-1\n        every: 1w\n" },
        { FindingCodes.Schedule, "{id: quarter, title: {en: Quarter, fr: Trimestre}, after: signed, every: 3mo, until: {graduated: +18mo},", "¦{id: quarter, title: {en: Quarter, fr: Trimestre}, after: signed, every: 3mo," },
        { FindingCodes.Schedule, "until: {graduated: +18mo}", "until: ¦{}" },
        { FindingCodes.Schedule, "in: 1d", "every: ¦0d\n        until: {graduated: 1mo}" },
        { FindingCodes.UnknownMilestone, "after: employmentStarted", "after: ¦employmentStart" },
        { FindingCodes.UnknownMilestone, "cancel: [jobLost,", "cancel: [jobLost, ¦hobLost," },
        { FindingCodes.UnknownMilestone, "intake.completed", "¦intake.complete" },
        { FindingCodes.UnknownMilestone, "on: intake.sign}", "on: ¦intake.sing}" },
        { FindingCodes.UnknownMilestone, "on: intake.sign}", "on: ¦signed}" },
        { FindingCodes.UnknownMilestone, "{graduated: +18mo}", "{¦graduate: +18mo}" },
        { FindingCodes.UnknownMilestone, "from: trainingStarted", "from: ¦training" },
        { FindingCodes.UnknownMilestone, "[{on: jobLost", "[{on: ¦nothing" },
        { FindingCodes.UnknownField, "fields: [months]", "fields: [¦month]" },
        { FindingCodes.UnknownField, "optional: [income]", "optional: [¦incom]" },
        { FindingCodes.UnknownForm, "form: application", "form: ¦applications" },
        { FindingCodes.UnknownDocument, "document: contract", "document: ¦contracts" },
        { FindingCodes.DuplicateMeaning, "meaning: workingHours", "meaning: ¦income" },
        { FindingCodes.DuplicateMeaning, "meaning: reception", "meaning: ¦work" },
        { FindingCodes.Options, "type: choice, class: none, title: {en: Shift, fr: Quart}, options: {", "type: int, class: none, title: {en: Shift, fr: Quart}, options: ¦{" },
        { FindingCodes.Options, "{type: money,", "¦{type: choices," },
        { FindingCodes.Kind, "coordination: [pooled, reciprocal]", "rung: ¦{noc: '75101'}" },
        { FindingCodes.Kind, "credential: forklift\n", "coordination: ¦pooled\n" },
        { FindingCodes.GuardSyntax, "months < 24", "months < ¦" },
        { FindingCodes.GuardType, "months < 24", "income ¦< 24" },
        { FindingCodes.GuardType, "months < 24", "¦months + 24" },
        { FindingCodes.GuardName, "months < 24", "¦monts < 24" },
        { FindingCodes.GuardName, "consent.given", "'rubric.passed && ¦months < 3'" },
        { FindingCodes.GuardOption, "months < 24", "months < 24 && shift == ¦'dya'" },
        { FindingCodes.GuardOption, "months < 24", "!(shift in ['day', ¦'evening'])" },
        { FindingCodes.GuardOption, "when: consent.given", "when: facts.shift != ¦'nigth'" },
        { FindingCodes.GuardUnsupported, "months < 24", "months < ¦now()" },
        { FindingCodes.GuardCalendar, "pass: mean >= 3.0", "pass: ¦isBusinessDay(date('2025-07-02'))" },
    };
}
