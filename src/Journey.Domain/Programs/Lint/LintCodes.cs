namespace Journey.Domain.Programs.Lint;

/// <summary>Codes of what lint finds in a definition that reads without findings. Stable.</summary>
public static class LintCodes
{
    public const string
        Unreachable = "flow.unreachable",
        DeadEnd = "flow.dead-end",
        Endless = "flow.endless",
        Order = "flow.order",
        FactUnwritten = "fact.unwritten",
        FactUnused = "fact.unused",
        TaskForm = "task.form",
        DueOwner = "due.owner",
        DueAnchor = "due.anchor",
        DueCancel = "due.cancel",
        DueUntil = "due.until",
        DueWeek = "due.business-days",
        DueHolidays = "due.holidays",
        DueEscalation = "due.escalation",
        RoleUnheld = "role.unheld",
        SealConsent = "seal.consent",
        SealReader = "seal.reader",
        BudgetUnused = "budget.unused",
        SupportAmount = "support.amount",
        SupportEndless = "support.endless",
        Unsatisfiable = "guard.unsatisfiable",
        Tautology = "guard.tautology",
        GateImpossible = "gate.impossible",
        ExampleFailed = "example.failed";

    public static IReadOnlyList<string> All { get; } =
    [
        Unreachable, DeadEnd, Endless, Order, FactUnwritten, FactUnused, TaskForm, DueOwner, DueAnchor, DueCancel, DueUntil, DueWeek, DueHolidays, DueEscalation,
        RoleUnheld, SealConsent, SealReader, BudgetUnused, SupportAmount, SupportEndless, Unsatisfiable, Tautology, GateImpossible, ExampleFailed,
    ];

    /// <summary>Warnings are what may be meant: everything else cannot be.</summary>
    public static Severity SeverityOf(string code) =>
        code is FactUnused or DueHolidays or BudgetUnused or RoleUnheld or Tautology ? Severity.Warning : Severity.Error;
}
