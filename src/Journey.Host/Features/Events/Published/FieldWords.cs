namespace Journey.Host.Features.Events.Published;

/// <summary>What fields mean that several events have.</summary>
internal static class FieldWords
{
    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["enrollment"] = "One participation of one person in one program.",
        ["program"] = "Id of the program.",
        ["version"] = "Version of the program's definition.",
        ["stage"] = "Id of the stage in the program's definition.",
        ["cohort"] = "The cohort.",
        ["consent"] = "The consent; the same reference when it is withdrawn.",
        ["purposes"] = "What the data may be used for.",
        ["classes"] = "Classes of data.",
        ["recipients"] = "Organizations that may receive it.",
        ["assignment"] = "The assignment; the same reference when it ends.",
        ["criterion"] = "Id of the criterion in the program's definition.",
        ["application"] = "The job application.",
        ["offer"] = "The job offer.",
        ["job"] = "One job with one employer, from its start to its end.",
        ["employer"] = "The employer.",
        ["organization"] = "The organization.",
        ["support"] = "The support; the same reference from the request on.",
        ["referral"] = "The referral; the same reference from sending to reporting back.",
        ["step"] = "The step of the learner plan.",
        ["workPlacement"] = "The work placement.",
        ["session"] = "The session.",
        ["followUp"] = "Id of the follow-up in the program's definition.",
        ["due"] = "The day it was due.",
        ["with"] = "Whom the contact was with.",
        ["item"] = "The piece of work: what kind, its id in the definition, and which one of several.",
        ["to"] = "The role it went to.",
        ["target"] = "Event id of the entry concerned.",
        ["targetType"] = "Public type of that entry; journey.withheld where it has no public form.",
        ["targetPosition"] = "Position of that entry in the log.",
        ["reason"] = "Why, as a code.",
        ["name"] = "Its public name.",
    };

    public static string Of(string field) => All.TryGetValue(field, out var meaning) ? meaning : throw new ArgumentException($"No words for the field {field}: say what it means where it stands.", nameof(field));
}
