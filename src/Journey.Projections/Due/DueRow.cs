using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Projections;

/// <summary>One open piece of work, as lists show it and hosts act on it. No personal value.</summary>
public sealed record DueRow
{
    public required ParticipantId Participant { get; init; }

    public required EnrollmentId Enrollment { get; init; }

    /// <summary>Its key, as text.</summary>
    public required string Item { get; init; }

    public DueKind Kind { get; init; }

    public required string Id { get; init; }

    public int Number { get; init; }

    public FollowUpWith? Party { get; init; }

    public Guid? About { get; init; }

    public required string Program { get; init; }

    public int ProgramVersion { get; init; }

    public required string Zone { get; init; }

    public EmployerId? Employer { get; init; }

    /// <summary>The entry that it is counted from.</summary>
    public Guid Because { get; init; }

    public DateOnly Opens { get; init; }

    public DateOnly Due { get; init; }

    public DateOnly LastDay { get; init; }

    public DateOnly? EscalatesOn { get; init; }

    /// <summary>Whose work it is now.</summary>
    public required string Role { get; init; }

    public StaffId? Staff { get; init; }

    /// <summary>The role is one that people are assigned to, and nobody is.</summary>
    public bool Unowned { get; init; }

    public int Attempts { get; init; }

    public DueState? Settled { get; init; }

    public DueStep? Step { get; init; }

    public DateTimeOffset? ActAt { get; init; }

    /// <summary>Why a host has left it alone for now.</summary>
    public string? Waiting { get; init; }

    /// <summary>On the day it was read, in the program's zone.</summary>
    public DueState? State { get; init; }

    public DueKey Key => new(Kind, Id, Number, Party, About);

    internal static DueRow Of(InlineState of, Enrollment enrollment, ProgramDefinition program, DueItem item)
    {
        var owner = DueOwner.Of(of.State, enrollment, item.Role);
        return new DueRow
        {
            Participant = of.Id, Enrollment = enrollment.Id, Item = item.Key.ToString(), Kind = item.Key.Kind, Id = item.Key.Id, Number = item.Key.Number, Party = item.Key.With,
            About = item.Key.Of, Program = program.Id, ProgramVersion = program.Version, Zone = program.Calendar.Zone, Employer = item.Employer, Because = item.AnchorEvent,
            Opens = item.Opens, Due = item.Due, LastDay = item.LastDay, EscalatesOn = item.EscalatesOn, Role = owner.Role, Staff = owner.Staff, Unowned = owner.Unowned,
            Attempts = item.Record?.Attempts ?? 0, Settled = item.Settled, Step = item.Next?.Step, ActAt = item.Next?.At,
        };
    }
}
