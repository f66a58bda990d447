using System.Collections.Immutable;
using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Recording;
using Journey.Host.Tests.Confidential;
using Journey.Tests;

namespace Journey.Host.Tests.Programs.Versions;

/// <summary>An operator with a small program, and people on its first version in every state that a move meets.</summary>
internal sealed class Crowd
{
    public static readonly DateTimeOffset Then = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly RootKey root;

    private Crowd(Operator op, RootKey root) => (Op, this.root, Vault, Journal) = (op, root, new Vault(root, TimeProvider.System), new Journal(new Vault(root, TimeProvider.System), TimeProvider.System));

    public Operator Op { get; }

    public Vault Vault { get; private set; }

    public Journal Journal { get; }

    public PublishedPrograms Programs { get; } = new();

    public Caller Caller => Caller.Job(Op, "migration");

    /// <summary>Version 1 asks for 24 months, has a stage <c>crt</c> and one that version 2 has not; 2 asks for 36 and calls <c>crt</c> <c>readiness</c>.</summary>
    public static string Source(int version) => """
        program: small
        version: VERSION
        title: {en: Small, fr: Petit}
        calendar: {zone: America/Halifax, week: Mon-Fri}
        fields:
          months: {type: int, class: general, title: {en: Months, fr: Mois}}
        criteria:
          - {id: experience, title: {en: Experience, fr: Expérience}, when: "months < MONTHS", override: reason}
        stages:
          intake:
            kind: intake
            title: {en: Intake, fr: Accueil}
            owner: caseManager
            exit: {to: [CRT], when: criteria.allMet}
          CRT:
            kind: training
            meaning: readiness
            title: {en: Readiness, fr: Préparation}
            owner: caseManager
            after: intakeEXTRA
        outcomes:
          done: {title: {en: Done, fr: Terminé}, kind: completed}
        """.Replace("VERSION", version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("MONTHS", version == 1 ? "24" : "36", StringComparison.Ordinal)
        .Replace("CRT", version == 1 ? "crt" : "readiness", StringComparison.Ordinal)
        .Replace("EXTRA", version == 1 ? "\n    exit: {to: [extra]}\n  extra:\n    kind: plan\n    title: {en: Extra, fr: Supplément}\n    owner: caseManager\n    after: crt" : "", StringComparison.Ordinal);

    public static async Task<Crowd> Gather()
    {
        var crowd = new Crowd(await Postgres.NewOperator(), await Surroundings.NewRoot());
        foreach (var version in (int[])[1, 2])
        {
            var reading = ProgramFile.Read("small.yaml", Source(version));
            reading.Findings.ShouldBeEmpty();
            (await Publish.Run(crowd.Op, reading, null, null, Then, default)).ShouldBeOfType<Decision.Accepted>();
        }
        return crowd;
    }

    public async Task<(ProgramDefinition From, ProgramDefinition To)> Both() => ((await Programs.Find(Op, "small", 1, default))!, (await Programs.Find(Op, "small", 2, default))!);

    public async Task<DryRunReport> DryRun(Action<IReadOnlyList<Verdict>>? each = null)
    {
        var (from, to) = await Both();
        return await new DryRun(from, to, VersionMapping.Between(from, to), Caller, Vault, TimeProvider.System).Run(each, null, default);
    }

    public async Task<MigrationId> Plan()
    {
        var (from, to) = await Both();
        var (id, report) = (new MigrationId(Guid.CreateVersion7()), await DryRun());
        (await Decide(id, m => Migrating.Plan(m, new(id, "small", 1, 2, VersionMapping.Between(from, to).Write(), report.Hash, report.People)))).Id.ShouldBe(id);
        return id;
    }

    public async Task<Migration> Decide(MigrationId id, Func<Migration, Decision> decide) => (await MigrationStore.Decide(Caller, id, decide, Then, default)).After.Migration;

    public MigrationRun Mover() => new(Caller, Journal, Programs, Vault, TimeProvider.System);

    /// <summary>Keys that were held in memory are read again.</summary>
    public void Forget() => Vault = new Vault(root, TimeProvider.System);

    /// <summary>Somebody on version 1, with what happened to them since.</summary>
    public async Task<Guid> Person(params Func<EnrollmentId, JourneyEvent>[] since)
    {
        var id = Guid.NewGuid();
        var enrollment = new EnrollmentId(id);
        await Write(id, [new ParticipantRegistered(new(id), $"R-{id.ToString("N", CultureInfo.InvariantCulture)[..6]}"), new EnrollmentOpened(enrollment, "small", 1, "America/Halifax"), .. since.Select(s => s(enrollment))]);
        return id;
    }

    /// <summary>Somebody in intake whose answer is sealed.</summary>
    public async Task<Guid> Applicant(int months, params Func<EnrollmentId, JourneyEvent>[] since)
    {
        var id = await Person(e => new StageEntered(e, "intake"));
        var answer = await Vault.Secret(Op, new Subject(id), Scope.Of(id), FieldClass.General, months.ToString(CultureInfo.InvariantCulture), default);
        var given = new AnswersGiven(new(id), ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, Sealed<string>>.Empty.Add("months", answer));
        await Write(id, [given, new CriterionChecked(new(id), "experience", months < 24 ? CriterionResult.Met : CriterionResult.NotMet, ["months"]), .. since.Select(s => s(new(id)))]);
        return id;
    }

    public Task Write(Guid stream, IReadOnlyList<JourneyEvent> events) => Write(stream, events, Then);

    public async Task Write(Guid stream, IReadOnlyList<JourneyEvent> events, DateTimeOffset at)
    {
        var written = new List<EventToAppend>();
        foreach (var e in events)
        {
            var id = Guid.CreateVersion7();
            written.Add(new() { Id = id, Type = Wire.NameOf(e), Data = Body.Write(await Vault.Seal(Op, stream, id, e, default)), OccurredAt = at, RecordedAt = at });
        }
        await Store.Append(Op, new([new(stream, "participant", null, written)]));
    }

    public Task Raw(Guid stream, string type, string data) => Store.Append(Op, new([new(stream, "participant", null, [new() { Id = Guid.CreateVersion7(), Type = type, Data = data, OccurredAt = Then, RecordedAt = Then }])]));

    public async Task<Enrollment> Enrollment(Guid person) => (await Projections.People.Read(Op, new(person)))!.Fold().Enrollments.First();
}
