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
        UnknownPath = "program.unknown-path",
        Calendar = "program.calendar",
        Schedule = "program.schedule",
        GuardSyntax = "guard.syntax",
        GuardType = "guard.type",
        GuardName = "guard.unknown-name",
        GuardUnsupported = "guard.unsupported";

    /// <summary>What reading finds, then what <see cref="LintCodes"/> are for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. LintCodes.All,
        Yaml, UnknownKey, DuplicateKey, MissingKey, Type, Value, Id, DuplicateId, MissingTranslation, UnknownStage, UnknownRole, UnknownCredential,
        UnknownBudget, UnknownFollowUp, UnknownPath, Calendar, Schedule, GuardSyntax, GuardType, GuardName, GuardUnsupported,
    ];
}
