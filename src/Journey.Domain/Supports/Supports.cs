using System.Collections.Immutable;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Supports;

public enum SupportState { Requested, Approved, Refused, Stopped }

/// <summary>A wraparound support for one enrollment.</summary>
/// <param name="Category">The definition's support category.</param>
/// <param name="Amount">The whole amount; of a recurring one, the amount a week.</param>
/// <param name="Weekly">Paid every week from the start of training to exit or graduation.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="Promised">What the approval drew from the cohort's budget; null where it drew on none.</param>
/// <param name="Budget">The budget it drew on.</param>
public sealed record Support(SupportId Id, string Category, Money Amount, bool Weekly, Sealed<string>? Reason, SupportState State, Stamp Requested, Stamp? Decided, Guid? ApprovedBy, ImmutableList<Delivery> Deliveries, Stamp? Stopped, Money? Promised = null, string? Budget = null)
{
    public Money Delivered => Deliveries.Aggregate(Amount with { Amount = 0 }, (sum, d) => d.Amount.Currency == sum.Currency ? sum + d.Amount : sum);
}

/// <param name="Week">Of a weekly one, the Monday of the week it is for.</param>
public sealed record Delivery(Money Amount, DateOnly? Week, Stamp At);

public sealed record SupportRequested(EnrollmentId Enrollment, SupportId Support, string Category, Money Amount, bool Weekly, Sealed<string>? Reason = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Supports = enrollment.Supports.Put(new Support(Support, Category, Amount, Weekly, Reason, SupportState.Requested, at, null, null, [], null), s => s.Id == Support),
    };
}

/// <param name="Promised">What it draws from the cohort's budget, so that a correction can give it back.</param>
/// <param name="Budget">Which one: a later version of the program may draw elsewhere, this approval drew here.</param>
public sealed record SupportApproved(EnrollmentId Enrollment, SupportId Support, Money? Promised = null, string? Budget = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment.Change(Support, s => s with { State = SupportState.Approved, Decided = at, ApprovedBy = at.Actor, Promised = Promised, Budget = Budget });
}

public sealed record SupportRefused(EnrollmentId Enrollment, SupportId Support, string Reason) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(Support, s => s with { State = SupportState.Refused, Decided = at });
}

public sealed record SupportDelivered(EnrollmentId Enrollment, SupportId Support, Money Amount, DateOnly? Week = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(Support, s => s with { Deliveries = s.Deliveries.Add(new Delivery(Amount, Week, at)) });
}

public sealed record SupportStopped(EnrollmentId Enrollment, SupportId Support) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(Support, s => s.State == SupportState.Approved ? s with { State = SupportState.Stopped, Stopped = at } : s);
}

public static class Supporting
{
    internal static Enrollment Change(this Enrollment enrollment, SupportId id, Func<Support, Support> change) =>
        enrollment with { Supports = enrollment.Supports.Change(s => s.Id == id, change) };

    public static Decision Request(Enrollment? enrollment, SupportId id, string category, Money amount, bool weekly, Sealed<string>? reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (amount.Amount <= 0) return Refuse("support.amount", "An amount is more than zero.");
        if (enrollment.Find(id) is not null) return Nothing;
        return enrollment.HasExited ? Enrolling.Exited : Accept(new SupportRequested(enrollment.Id, id, category, amount, weekly, reason));
    }

    /// <summary>Approval draws on the cohort's budget: one event for the participant, one for the cohort, in one transaction.</summary>
    /// <param name="draws">The budget that the category draws on, by the definition; null for none.</param>
    /// <param name="weeks">Of a weekly support, the number of weeks that the approval promises.</param>
    public static Decision Approve(Enrollment? enrollment, SupportId id, Cohort cohort, string? draws, int weeks)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } support) return Unknown;
        if (support.State == SupportState.Approved) return Nothing;
        if (support.State != SupportState.Requested) return Refuse("support.decided", "The request has been decided already.");
        if (support.Weekly && weeks < 1) return Refuse("support.weeks", "A weekly support is approved for at least one week.");
        if (draws is null || !cohort.Budgets.TryGetValue(draws, out var budget)) return Accept(new SupportApproved(enrollment.Id, id));
        var promised = support.Weekly ? support.Amount with { Amount = support.Amount.Amount * weeks } : support.Amount;
        if (promised.Currency != budget.Limit.Currency) return Refuse("support.currency", $"The budget is in {budget.Limit.Currency}.");
        return promised.Amount > budget.Left.Amount
            ? Refuse("support.budget", $"The budget {draws} has {budget.Left.Amount} {budget.Left.Currency} left.")
            : Accept(new SupportApproved(enrollment.Id, id, promised, draws), new BudgetCommitted(id, draws, promised));
    }

    public static Decision Decline(Enrollment? enrollment, SupportId id, string reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } support) return Unknown;
        return support.State switch
        {
            SupportState.Refused => Nothing,
            SupportState.Requested => Accept(new SupportRefused(enrollment.Id, id, reason)),
            _ => Refuse("support.decided", "The request has been decided already."),
        };
    }

    public static Decision Deliver(Enrollment? enrollment, SupportId id, Money amount, DateOnly? week)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } support) return Unknown;
        if (support.State is not (SupportState.Approved or SupportState.Stopped)) return Refuse("support.not-approved", "Only an approved support is delivered.");
        if (amount.Amount <= 0 || amount.Currency != support.Amount.Currency) return Refuse("support.amount", $"An amount is more than zero, in {support.Amount.Currency}.");
        if (support.Weekly != week is not null) return Refuse("support.week", "A weekly support is delivered for a week, another one is not.");
        if (week is { DayOfWeek: not DayOfWeek.Monday }) return Refuse("support.week", "A week is named by its Monday.");
        if (support.Weekly && support.Deliveries.Exists(d => d.Week == week)) return Nothing;
        if (week is { } monday && support.Ended(enrollment) < monday) return Refuse("support.ended", "A weekly support ends with the week of exit, graduation or its stop.");
        if (!support.Weekly && support.Delivered.Amount >= support.Amount.Amount) return Nothing;
        var over = support.Weekly ? amount.Amount > support.Amount.Amount : support.Delivered.Amount + amount.Amount > support.Amount.Amount;
        return over ? Refuse("support.over", "More than was approved is not delivered.") : Accept(new SupportDelivered(enrollment.Id, id, amount, week));
    }

    public static Decision Stop(Enrollment? enrollment, SupportId id)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } support) return Unknown;
        return support.State switch
        {
            SupportState.Stopped => Nothing,
            SupportState.Approved => Accept(new SupportStopped(enrollment.Id, id)),
            _ => Refuse("support.not-approved", "Only an approved support is stopped."),
        };
    }

    /// <summary>The day a weekly support ended on: graduation, exit or its own stop, whichever came first; null while it runs.</summary>
    public static DateOnly? Ended(this Support support, Enrollment enrollment) => new[]
    {
        enrollment.Training.Graduated?.Day, enrollment.HasExited ? enrollment.Exits[^1].Left.Day : null, support.Stopped?.Day,
    }.Min();

    internal static Support? Find(this Enrollment enrollment, SupportId id) => enrollment.Supports.Find(s => s.Id == id);

    private static Decision Unknown { get; } = Refuse("support.unknown", "The participant has no such support on that day.");
}
