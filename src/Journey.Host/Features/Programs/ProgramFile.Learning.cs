using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

/// <summary>Documents, assessments, credentials, rungs and the offerings that lead to them.</summary>
public static partial class ProgramFile
{
    private static IReadOnlyList<Document> Documents(Findings findings, Section root) => root.Named("documents", (id, node, path) =>
    {
        var document = new Section(findings, node, path, "version", "kind", "title", "text");
        return new Document(id, document.Int("version", 1, 100_000, required: true) ?? 1, document.OneOf<DocumentKind>("kind", required: true) ?? default, document.Text("title"), document.Text("text"));
    });

    private static IReadOnlyList<AssessmentPlan> Assessments(Findings findings, Section root) => root.Named("assessments", (id, node, path) =>
    {
        var assessment = new Section(findings, node, path, "title", "tool", "skills");
        return new AssessmentPlan(id, assessment.Text("title"), assessment.Word("tool"), assessment.Some("skills", assessment.Choices("skills"), "an assessment of nothing", "at least one skill"));
    });

    private static IReadOnlyList<Credential> Credentials(Findings findings, Section root) => root.Named("credentials", (id, node, path) =>
    {
        var credential = new Section(findings, node, path, "title", "issuer", "competencies", "recognizedBy");
        return new Credential(id, credential.Text("title"), credential.Word("issuer", required: true) ?? "", credential.Choices("competencies"), [.. credential.Words("recognizedBy").Select(w => w.Value)]);
    });

    private static Rung? ReadRung(Section stage)
    {
        if (stage.Sub("rung", "noc", "nocEdition", "wage", "certificates", "experience", "lateral") is not { } rung) return null;
        var codes = rung.NocCodes("noc");
        if (codes.Count > 1) rung.Wrong("noc", FindingCodes.Type, "more than one occupation", "one code");
        var wage = rung.MoneyRange("wage");
        return new(codes is [var code, ..] ? code : null, rung.Word("nocEdition"), wage?.From, wage?.To, rung.Ids("certificates"), rung.Period("experience"), rung.Ids("lateral"));
    }

    private static IReadOnlyList<Offering> Offerings(Findings findings, Section root) => root.Named("offerings", (id, node, path) =>
    {
        var offering = new Section(findings, node, path, "title", "organization", "providerType", "delivery", "duration", "entrance", "credential", "subSector", "noc", "rungs");
        return new Offering(id, offering.Text("title"), offering.Word("organization", required: true) ?? "", offering.OptionalText("providerType"), offering.OptionalText("delivery"),
            offering.OptionalText("duration"), offering.OptionalText("entrance"), offering.OptionalText("credential"), offering.OptionalText("subSector"), offering.NocCodes("noc"),
            offering.Each<Relation>("rungs"));
    });

    private static IReadOnlyList<Outcome> Outcomes(Findings findings, Section root) => root.Named("outcomes", (id, node, path) =>
    {
        var outcome = new Section(findings, node, path, "title", "kind");
        return new Outcome(id, outcome.Text("title"), outcome.OneOf<OutcomeKind>("kind", required: true) ?? default);
    });
}
