using Journey.Domain.Employment;
using Journey.Domain.Programs;
using FollowUp = Journey.Domain.Employment.FollowUp;

namespace Journey.Domain.Due;

public enum DueKind
{
    /// <summary>A scheduled contact.</summary>
    FollowUp,

    /// <summary>A back-on-track plan to agree on.</summary>
    Plan,

    /// <summary>A back-on-track plan to look at again.</summary>
    PlanReview,

    /// <summary>A task of a stage.</summary>
    Task,

    /// <summary>An offered seat that is kept until a day.</summary>
    SeatOffer,

    /// <summary>A consent to renew.</summary>
    Consent,
}

public enum DueState
{
    /// <summary>Its day has not come.</summary>
    Upcoming,
    Due,

    /// <summary>Tried inside the window, nobody reached yet.</summary>
    Attempted,

    /// <summary>The window has closed, and nothing was written down.</summary>
    Overdue,
    Done,
    Missed,

    /// <summary>What it was for came to an end before it was made: a lost job, say.</summary>
    Cancelled,

    /// <summary>A new job started before it was made: that one has its own.</summary>
    ReAnchored,

    /// <summary>What it is counted from was written down when the window had closed: nobody could have known. It may still be done.</summary>
    LateKnown,
}

/// <summary>What happens by itself when a day comes. In order: who has been told that it was missed is not reminded any more.</summary>
public enum DueStep { Remind, Miss, Escalate, Expire }

/// <summary>Names one piece of work inside its enrollment, the same whatever its day is moved to.</summary>
/// <param name="Id">The definition's follow-up or task; the stage for a plan.</param>
/// <param name="Number">1 for the first; counts on for one that comes again.</param>
/// <param name="Of">The job, plan, cohort or consent it is about.</param>
public sealed record DueKey(DueKind Kind, string Id, int Number = 1, FollowUpWith? With = null, Guid? Of = null)
{
    /// <summary>The same work where stages go by other names.</summary>
    internal DueKey InStages(Func<string, string> name) => Kind switch
    {
        DueKind.Plan or DueKind.PlanReview => this with { Id = name(Id) },
        DueKind.Task when new Milestone(Id).OfStage is var (stage, task) => this with { Id = Milestone.TaskDone(name(stage), task).Id },
        _ => this,
    };

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind}:{Id}:{Number}:{With}:{Of}");
}

/// <param name="On">The day, in the program's zone, at whose start it happens.</param>
public sealed record DueAction(DueStep Step, DateOnly On, Calendar Calendar)
{
    public DateTimeOffset At => Calendar.StartOf(On);
}

/// <summary>One piece of work that somebody owes an enrollment.</summary>
public sealed record DueItem
{
    public required DueKey Key { get; init; }

    public required Text Title { get; init; }

    /// <summary>The role whose work it is.</summary>
    public required string Owner { get; init; }

    /// <summary>The day it is counted from.</summary>
    public required DateOnly Anchor { get; init; }

    /// <summary>The entry that says so: why it is due.</summary>
    public required Guid AnchorEvent { get; init; }

    /// <summary>The day its owner is reminded.</summary>
    public required DateOnly Opens { get; init; }

    public required DateOnly Due { get; init; }

    /// <summary>The last day on which it is on time.</summary>
    public required DateOnly LastDay { get; init; }

    public DateOnly? EscalatesOn { get; init; }

    /// <summary>The role that takes it over then.</summary>
    public string? EscalatesTo { get; init; }

    /// <summary>The job it is about.</summary>
    public JobId? Job { get; init; }

    /// <summary>Whom it is with.</summary>
    public EmployerId? Employer { get; init; }

    /// <summary>What was written down of a contact.</summary>
    public FollowUp? Record { get; init; }

    /// <summary>What it has come to, whatever day it is; null while that depends on the day.</summary>
    public DueState? Settled { get; init; }

    /// <summary>Known so long after its window had closed, as an imported history is, that it asks for nothing any more.</summary>
    public bool LongPast { get; init; }

    /// <summary>It has gone over to <see cref="EscalatesTo"/>.</summary>
    public bool Escalated { get; init; }

    /// <summary>What will happen by itself, in order.</summary>
    public IReadOnlyList<DueAction> Pending { get; init; } = [];

    public DueAction? Next => Pending.Count > 0 ? Pending[0] : null;

    /// <summary>The role that has it now.</summary>
    public string Role => Escalated ? EscalatesTo! : Owner;

    /// <summary>Somebody may still do it: a missed contact as long as it goes to somebody else, one known late for a while, anything else until it is done.</summary>
    public bool IsOpen => Settled switch
    {
        null => true,
        DueState.LateKnown => Key.Kind != DueKind.FollowUp || !LongPast,
        DueState.Missed => Key.Kind != DueKind.FollowUp || EscalatesOn is not null,
        _ => false,
    };

    /// <param name="today">In the program's zone.</param>
    public DueState StateOn(DateOnly today) => Settled
        ?? (today > LastDay ? DueState.Overdue : Record is { Result: FollowUpResult.Attempted } ? DueState.Attempted : today < Due ? DueState.Upcoming : DueState.Due);
}
