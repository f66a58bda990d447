using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Journey.Host.Features.SignIn;
using Journey.Host.Language;

namespace Journey.Host.Tests;

public sealed partial class StringsTests
{
    static readonly string _host = Path.Combine(Repository.Root, "src", "Journey.Host");

    /// <summary>Families whose keys are put together from a value; every value of each must be there.</summary>
    static readonly Dictionary<string, IReadOnlyList<string>> _families = new()
    {
        ["Role_"] = Roles.All, ["RoleHint_"] = Roles.All,
        ["Finding_"] = [.. Domain.Participants.Findings.Codes.Select(Words.Key)], ["FindingHint_"] = [.. Domain.Participants.Findings.Codes.Select(Words.Key)],
        ["Event_"] = [.. Domain.Wire.Names], ["Attention_"] = [.. Projections.AttentionFact.Codes.Select(Words.Key)],
        ["Gate_"] = [.. new[] { Domain.Programs.GuardNames.RubricPassed, Domain.Programs.GuardNames.ConsentGiven }.Select(Words.Key)],
        ["Closed_"] = Domain.Confidential.Reasons.All, ["Shard_"] = ["running", "failing", "unclaimed"],
        ["Action_"] = ["participant_view", "participant_write", "participants_list", "counts_view", "employer_view", "participants_search", "access_list", "criteria_evaluate", "migration_dry_run", "program_backtest", "proof_read", "log_entries", "event_log_list"], ["ProofLog_"] = Enum.GetNames<EventStore.Proof.ProofLog>(),
        ["Purpose_"] = [.. Domain.Confidential.Purposes.All.Select(Words.Key), "migration"],
        ["Verdict_"] = Enum.GetNames<Domain.Programs.Versions.VerdictKind>(), ["Blocked_"] = [.. Domain.Programs.Versions.Blocking.Codes.Select(c => Words.Key(c["blocked.".Length..]))],
        // Words for what definitions, imports and partners write freely: an unknown one is shown as it was written.
        ["Channel_"] = ["referral", "website", "friend", "social_media", "nova_scotia_works", "community_agency", "newspaper", "settlement_agency"], ["Reason_"] = ["no_place", "bus_pass_instead"], ["ApplicationEnd_"] = ["not_selected", "withdrawn", "hired"],
        ["Service_"] = ["housing", "language", "mental_health", "childcare"], ["Skill_"] = ["document_use", "numeracy", "reading"],
        ["Why_"] = [.. Domain.Explain.Why.Codes.Select(Words.Key)], ["WhyGate_"] = ["true", "false", "unknown"], ["WhyValue_"] = ["true", "false", "unknown", "sealed", "open", "over", "never"],
        ["DueKind_"] = Enum.GetNames<Domain.Due.DueKind>(), ["DueStep_"] = Enum.GetNames<Domain.Due.DueStep>(), ["FollowUpResult_"] = Enum.GetNames<Domain.Employment.FollowUpResult>(), ["Holidays_"] = ["none"],
        ["Coordination_"] = Enum.GetNames<Domain.Programs.Coordination>(), ["SkillProgress_"] = Enum.GetNames<Domain.Intake.SkillProgress>(),
        ["WebhookState_"] = Features.Webhooks.DeliveryLog.States, ["WebhookOutcome_"] = Features.Webhooks.Outcomes.All,
        ["Delivery_"] = Enum.GetNames<Domain.Subscriptions.Delivery>(), ["Work_"] = ["asked", "running", "failing", "waiting", "paused", "ended"], ["PauseReason_"] = ["by_hand", "endpoint_gone", "endpoint_failing"],
        ["Demand_"] = [.. Features.Events.PublicEvents.DemandsDeletion.Select(Words.Key)],
        ["Refusal_"] =
        [
            .. new[] { "ended", "name", "purpose", "position", "from", "address", "no_address", "owner", "type", "program", "cohort", "overlap", "pull", "unsigned" }.Select(c => $"subscription_{c}"),
            .. new[] { "length", "characters", "form", "userinfo", "host", "scheme", "port", "number", "inner" }.Select(c => $"address_{c}"),
        ],
        ["Basis_"] = Enum.GetNames<Domain.Confidential.BasisKind>(),
        ["OutcomeKind_"] = Enum.GetNames<Domain.Programs.OutcomeKind>(), ["StageKind_"] = Enum.GetNames<Domain.Programs.StageKind>(),
        ["Milestone_"] = [.. Domain.Programs.Milestone.BuiltIn.Select(m => m.Id)], ["SessionLength_"] = Enum.GetNames<Domain.Programs.SessionLength>(),
        ["EnrollmentStatus_"] = Enum.GetNames<Projections.EnrollmentStatus>(),
        ["Presence_"] = Enum.GetNames<Domain.Training.Presence>(), ["AssessmentResult_"] = Enum.GetNames<Domain.Training.AssessmentResult>(),
        ["AdmissionOutcome_"] = Enum.GetNames<Domain.Intake.AdmissionOutcome>(), ["CriterionResult_"] = Enum.GetNames<Domain.Intake.CriterionResult>(),
        ["LabourStatus_"] = Enum.GetNames<Domain.Intake.LabourStatus>(), ["BarrierKind_"] = Enum.GetNames<Domain.Intake.BarrierKind>(),
        ["StageEnd_"] = Enum.GetNames<Domain.Participants.StageEnd>(), ["StaffRole_"] = Enum.GetNames<Domain.Participants.StaffRole>(),
        ["InterviewKind_"] = Enum.GetNames<Domain.Placement.InterviewKind>(), ["AdvancementKind_"] = Enum.GetNames<Domain.Employment.AdvancementKind>(),
        ["JobLossReason_"] = Enum.GetNames<Domain.Employment.JobLossReason>(), ["JobEnd_"] = Enum.GetNames<Domain.Employment.JobEnd>(),
        ["FollowUpWith_"] = Enum.GetNames<Domain.Employment.FollowUpWith>(), ["DueState_"] = Enum.GetNames<Domain.Due.DueState>(),
        ["CorrectionReason_"] = Enum.GetNames<Domain.Corrections.CorrectionReason>(), ["FieldClass_"] = Enum.GetNames<Domain.Confidential.FieldClass>(),
        ["DocumentKind_"] = Enum.GetNames<Domain.Programs.DocumentKind>(), ["WaitlistOrder_"] = Enum.GetNames<Domain.Programs.WaitlistOrder>(), ["Relation_"] = Enum.GetNames<Domain.Programs.Relation>(),
        ["Rebuild_"] = ["filling", "indexing", "following", "served"],
        ["SupportState_"] = Enum.GetNames<Domain.Supports.SupportState>(), ["ReferralState_"] = Enum.GetNames<Domain.Partners.ReferralState>(),
    };

    /// <summary>The same in both languages, and rightly so.</summary>
    static readonly string[] _same = ["Absences_One", "Absences_Other", "Layout_Product", "Nav_Participants"];

    [Fact]
    public void Every_string_is_in_both_languages() => Read("Strings.fr.resx").Keys.ShouldBe(Read("Strings.resx").Keys, ignoreOrder: true);

    [Fact]
    public void No_french_string_is_left_in_english()
    {
        var french = Read("Strings.fr.resx");
        Read("Strings.resx").Where(s => french.GetValueOrDefault(s.Key) == s.Value).Select(s => s.Key).ShouldBe(_same, ignoreOrder: true);
        french.Where(s => string.IsNullOrWhiteSpace(s.Value)).ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_fill_in_the_same_places()
    {
        var french = Read("Strings.fr.resx");
        Read("Strings.resx").Where(s => !Places(s.Value).SetEquals(Places(french.GetValueOrDefault(s.Key, "")))).Select(s => s.Key).ShouldBeEmpty();
        static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];
    }

    [Fact]
    public void Every_string_is_used_and_every_composed_name_has_one()
    {
        var sources = Directory.EnumerateFiles(_host, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal));
        var used = sources.SelectMany(f => Use().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Concat(_families.SelectMany(f => f.Value.Select(v => f.Key + v))).Append("ResourceManager").ToHashSet();
        var there = Read("Strings.resx").Keys.Append("ResourceManager").ToHashSet();
        there.Except(used).ShouldBeEmpty("these are in the resources, but nothing uses them");
        used.Except(there).ShouldBeEmpty("these are used, but not in the resources");
    }

    [Theory]
    [InlineData("en-CA", 0, "0 people")]
    [InlineData("en-CA", 1, "1 person")]
    [InlineData("en-CA", 1.5, "1.5 people")]
    [InlineData("en-CA", 1200, "1,200 people")]
    [InlineData("fr-CA", 0, "0 personne")]
    [InlineData("fr-CA", 1.5, "1,5 personne")]
    [InlineData("fr-CA", 2, "2 personnes")]
    public void Counted_words_follow_the_language(string language, double n, string text) =>
        In(language, () => Words.Plural((decimal)n, Resources.Strings.People_One, Resources.Strings.People_Other)).ShouldBe(text);

    [Theory]
    [InlineData("en-CA", "1 May 2026", "12.5%")]
    [InlineData("fr-CA", "1er mai 2026", "12,5\u00a0%")]
    public void Days_and_shares_follow_the_language(string language, string day, string share) =>
        In(language, () => $"{Words.Day(new(2026, 5, 1))} {Words.Percent(0.125)}").Replace(".", "", StringComparison.Ordinal).ShouldBe($"{day} {share}".Replace(".", "", StringComparison.Ordinal));

    static string In(string language, Func<string> say)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return say();
        }
        finally { (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui); }
    }

    static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(_host, "Resources", file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    [GeneratedRegex(@"\bStrings\.([A-Za-z]\w*)", RegexOptions.NonBacktracking)]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
