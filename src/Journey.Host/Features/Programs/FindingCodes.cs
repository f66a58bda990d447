using Journey.Domain.Programs.Lint;

namespace Journey.Host.Features.Programs;

public static class FindingCodes
{
    public const string
        Yaml = "program.yaml",
        UnknownKey = "program.unknown-key",
        DuplicateKey = "program.duplicate-key",
        MissingKey = "program.missing-key",
        Type = "program.type",
        Value = "program.value",
        Id = "program.id",
        DuplicateId = "program.duplicate-id",
        MissingTranslation = "program.missing-translation",
        UnknownStage = "program.unknown-stage",
        UnknownRole = "program.unknown-role",
        UnknownCredential = "program.unknown-credential",
        UnknownBudget = "program.unknown-budget",
        UnknownFollowUp = "program.unknown-follow-up",
        UnknownMilestone = "program.unknown-milestone",
        UnknownField = "program.unknown-field",
        UnknownForm = "program.unknown-form",
        UnknownDocument = "program.unknown-document",
        DuplicateMeaning = "program.duplicate-meaning",
        Options = "program.options",
        Kind = "program.kind",
        UnknownPath = "program.unknown-path",
        Calendar = "program.calendar",
        Schedule = "program.schedule",
        GuardSyntax = "guard.syntax",
        GuardType = "guard.type",
        GuardName = "guard.unknown-name",
        GuardOption = "guard.unknown-option",
        GuardUnsupported = "guard.unsupported",
        GuardCalendar = "guard.no-calendar";

    /// <summary>What reading finds, then what <see cref="LintCodes"/> are for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. LintCodes.All,
        Yaml, UnknownKey, DuplicateKey, MissingKey, Type, Value, Id, DuplicateId, MissingTranslation, UnknownStage, UnknownRole, UnknownCredential,
        UnknownBudget, UnknownFollowUp, UnknownMilestone, UnknownField, UnknownForm, UnknownDocument, DuplicateMeaning, Options, Kind, UnknownPath, Calendar, Schedule, GuardSyntax, GuardType, GuardName, GuardOption, GuardUnsupported, GuardCalendar,
    ];
}
