using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Journey.Domain.Confidential;

namespace Journey.Domain.Programs;

/// <summary>
/// The canonical form of a definition, and its hash. The rule, <c>journey/program/v1</c>: one JSON object in UTF-8 without white space,
/// properties in the order written below, absent and empty ones left out, lists in the definition's order (it is what people see),
/// texts in Unicode form C, enums under their C# names, numbers and periods as a definition writes them, guards as their source.
/// So layout, comments, quoting and key order of the YAML file do not count, every word and value does; and a property that a later
/// version of the product adds leaves the hash of every older definition as it is. Never reorder, rename or always write one.
/// </summary>
public static class Canonical
{
    /// <summary>SHA-256 of the canonical form, 64 lower-case hexadecimal digits.</summary>
    public static string Hash(this ProgramDefinition program) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(program))));

    public static string Write(ProgramDefinition program)
    {
        using var buffer = new MemoryStream();
        // The relaxed encoder leaves é as é; nothing here is put into a page.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) new Writer(json).Program(program);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class Writer(Utf8JsonWriter json)
    {
        public void Program(ProgramDefinition p)
        {
            json.WriteStartObject();
            Word("form", "journey/program/v1");
            Word("program", p.Id);
            Number("version", p.Version);
            Text("title", p.Title);
            if (p.Label is { } label) Text("label", label);
            if (p.Person != PersonWord.Participant) Word("person", p.Person.ToString());
            Thing("calendar", () =>
            {
                Word("zone", p.Calendar.Zone);
                Words("week", p.Calendar.Week.Select(d => d.ToString()));
                Word("holidays", p.Calendar.Holidays);
            });
            if (p.ValidatedBy is { } validation) Thing("validatedBy", () => { Word("organization", validation.Organization); Word("on", validation.On.ToString("O", CultureInfo.InvariantCulture)); });
            Things("fields", p.Fields, f => { Named(f.Id, f.Title); Word("type", f.Type.ToString()); Word("class", f.Class.Name()); });
            Things("criteria", p.Criteria, c => { Named(c.Id, c.Title); Word("when", c.When.Source); if (c.OverrideNeedsReason) Word("override", "reason"); });
            if (p.Rubric is { } rubric) Thing("rubric", () => { Number("lowest", rubric.Lowest); Number("highest", rubric.Highest); Choices("items", rubric.Items); Word("pass", rubric.Pass.Source); });
            if (p.Consent is { } consent) Thing("consent", () => Consent(consent));
            Things("decisions", p.Decisions, d => { Named(d.Id, d.Title); Choices("reasons", d.Reasons); });
            Things("stages", p.Stages, Stage);
            Things("variants", p.Variants, v => { Named(v.Id, v.Title); Things("stages", v.Stages, VariantStage); });
            FollowUps(p.FollowUps);
            Things("budgets", p.Budgets, b => { Named(b.Id, b.Title); Amount("perCohort", b.PerCohort); });
            Things("supports", p.Supports, Support);
            Things("credentials", p.Credentials, c => { Named(c.Id, c.Title); Word("issuer", c.Issuer); Choices("competencies", c.Competencies); Words("recognizedBy", c.RecognizedBy); });
            Things("outcomes", p.Outcomes, o => { Named(o.Id, o.Title); Word("kind", o.Kind.ToString()); });
            Choices("exitReasons", p.ExitReasons);
            Choices("destinations", p.Destinations);
            Choices("jobLossReasons", p.JobLossReasons);
            Choices("barriers", p.Barriers);
            Words("examples", p.Examples);
            json.WriteEndObject();
        }

        private void Consent(ConsentForm form)
        {
            Number("version", form.Version);
            Text("title", form.Title);
            Text("text", form.Body);
            Choices("purposes", form.Purposes);
            Words("classes", form.Classes.Select(c => c.Name()));
        }

        private void Stage(Stage stage)
        {
            Named(stage.Id, stage.Title);
            Word("kind", stage.Kind.ToString());
            Word("owner", stage.Owner);
            Words("with", stage.With);
            Words("after", stage.After);
            Sessions(stage.Sessions);
            if (stage.Attendance is { } rule) Thing("attendance", () => { Decimal("standard", rule.Standard); Number("backOnTrackAfter", rule.BackOnTrackAfter); });
            Word("credential", stage.Credential);
            if (stage.Exit is { } exit) Thing("exit", () => { Words("to", exit.To); Word("when", exit.When?.Source); });
            Choices("tasks", stage.Tasks);
            FollowUps(stage.FollowUps);
            Things("returns", stage.Returns, r => { Word("on", r.On.ToString()); Word("to", r.To); Words("cancel", r.Cancels); });
        }

        private void VariantStage(VariantStage stage)
        {
            Word("id", stage.Id);
            // An empty list replaces, null keeps: the two differ, so an empty one is written.
            Words("with", stage.With, evenEmpty: true);
            Words("after", stage.After, evenEmpty: true);
            Words("exitTo", stage.ExitTo, evenEmpty: true);
            Sessions(stage.Sessions);
        }

        private void Support(SupportCategory support)
        {
            Named(support.Id, support.Title);
            Word("budget", support.Budget);
            Amount("amount", support.Amount);
            Amount("ceiling", support.Ceiling);
            Word("approvedBy", support.ApprovedBy);
            if (support.Recurs is { } recurs) Thing("recurs", () => { Word("every", recurs.Every.ToString()); Word("from", recurs.Start.ToString()); Words("until", recurs.Stop.Select(m => m.ToString())); });
        }

        private void FollowUps(IReadOnlyList<FollowUp> followUps) => Things("followUps", followUps, f =>
        {
            Named(f.Id, f.Title);
            Word("after", f.After.ToString());
            Word("in", f.In?.ToString());
            Word("every", f.Every?.ToString());
            if (f.Until is { } until) Thing("until", () => Word(until.Milestone.ToString(), until.Plus.ToString()));
            Word("window", f.Window.ToString());
            Word("owner", f.Owner);
            Words("with", f.With);
            Words("cancel", f.Cancel.Select(m => m.ToString()));
        });

        private void Sessions(SessionPlan? plan)
        {
            if (plan is not null) Thing("sessions", () => { Word("length", plan.Length.ToString()); Number("weeks", plan.Weeks); });
        }

        private void Named(string id, Text title)
        {
            Word("id", id);
            Text("title", title);
        }

        private void Choices(string name, IReadOnlyList<Choice> choices) => Things(name, choices, c => Named(c.Id, c.Title));

        private void Text(string name, Text text) => Thing(name, () => { Word("en", text.En); Word("fr", text.Fr); });

        private void Word(string name, string? value)
        {
            if (value is { Length: > 0 }) json.WriteString(name, value.Normalize());
        }

        private void Words(string name, IEnumerable<string>? words, bool evenEmpty = false)
        {
            if (words is null || (!evenEmpty && !words.Any())) return;
            json.WriteStartArray(name);
            foreach (var word in words) json.WriteStringValue(word.Normalize());
            json.WriteEndArray();
        }

        private void Number(string name, int value) => json.WriteNumber(name, value);

        // 0.9 and 0.90 are one number.
        private void Decimal(string name, decimal value) => json.WriteString(name, value.ToString("0.############", CultureInfo.InvariantCulture));

        private void Amount(string name, Money? money)
        {
            if (money is { } m) json.WriteString(name, m.Amount.ToString("0.00########", CultureInfo.InvariantCulture) + " " + m.Currency);
        }

        private void Thing(string name, Action write)
        {
            json.WriteStartObject(name);
            write();
            json.WriteEndObject();
        }

        private void Things<T>(string name, IReadOnlyList<T> items, Action<T> write)
        {
            if (items.Count == 0) return;
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                json.WriteStartObject();
                write(item);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
    }
}
