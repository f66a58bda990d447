namespace Journey.Domain;

/// <summary>An identifier: a UUID with a meaning. Random or time-ordered, never derived from personal data in the clear.</summary>
/// <typeparam name="TSelf">The identifier's own type.</typeparam>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>The participant's stream. Their public reference is another, random one.</summary>
public readonly record struct ParticipantId(Guid Value) : IId<ParticipantId> { public static ParticipantId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>One participation of one person in one program; a person may have several, also at once.</summary>
public readonly record struct EnrollmentId(Guid Value) : IId<EnrollmentId> { public static EnrollmentId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct CohortId(Guid Value) : IId<CohortId> { public static CohortId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct SessionId(Guid Value) : IId<SessionId> { public static SessionId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct OrganizationId(Guid Value) : IId<OrganizationId> { public static OrganizationId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>One agreement between organizations: its stream.</summary>
public readonly record struct AgreementId(Guid Value) : IId<AgreementId> { public static AgreementId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct StaffId(Guid Value) : IId<StaffId> { public static StaffId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct EmployerId(Guid Value) : IId<EmployerId> { public static EmployerId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>One employment spell: one job with one employer from its start to its end.</summary>
public readonly record struct JobId(Guid Value) : IId<JobId> { public static JobId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct ApplicationId(Guid Value) : IId<ApplicationId> { public static ApplicationId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct OfferId(Guid Value) : IId<OfferId> { public static OfferId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct SupportId(Guid Value) : IId<SupportId> { public static SupportId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct ConsentId(Guid Value) : IId<ConsentId> { public static ConsentId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct AssignmentId(Guid Value) : IId<AssignmentId> { public static AssignmentId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct ReferralId(Guid Value) : IId<ReferralId> { public static ReferralId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct WorkPlacementId(Guid Value) : IId<WorkPlacementId> { public static WorkPlacementId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct PlanId(Guid Value) : IId<PlanId> { public static PlanId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct GoalId(Guid Value) : IId<GoalId> { public static GoalId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct BarrierId(Guid Value) : IId<BarrierId> { public static BarrierId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct PlanStepId(Guid Value) : IId<PlanStepId> { public static PlanStepId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>One migration of people from one program version to another: its stream.</summary>
public readonly record struct MigrationId(Guid Value) : IId<MigrationId> { public static MigrationId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public readonly record struct NoteId(Guid Value) : IId<NoteId> { public static NoteId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>What one other system gets of the log.</summary>
public readonly record struct SubscriptionId(Guid Value) : IId<SubscriptionId> { public static SubscriptionId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
