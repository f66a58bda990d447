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
            Word("family", p.Family);
            OptionalText("programStream", p.ProgramStream);
            Word("length", p.Length?.ToString());
            OptionalText("label", p.Label);
            if (p.Person != PersonWord.Participant) Word("person", p.Person.ToString());
            Thing("calendar", () =>
            {
                Word("zone", p.Calendar.Zone);
                Words("week", p.Calendar.Week.Select(d => d.ToString()));
                Word("holidays", p.Calendar.Holidays);
            });
            if (p.ValidatedBy is { } validation) Thing("validatedBy", () => { Word("organization", validation.Organization); Word("on", validation.On.ToString("O", CultureInfo.InvariantCulture)); });
            Things("fields", p.Fields, f => { Named(f.Id, f.Title); Word("type", f.Type.ToString()); Word("class", f.Class.Name()); Choices("options", f.Options); Word("meaning", f.Meaning); });
            Things("criteria", p.Criteria, c => { Named(c.Id, c.Title); Word("when", c.When.Source); if (c.OverrideNeedsReason) Word("override", "reason"); });
            if (p.Rubric is { } rubric) Thing("rubric", () => { Number("lowest", rubric.Lowest); Number("highest", rubric.Highest); Things("items", rubric.Items, i => { Named(i.Id, i.Title); if (i.Weight != 1) Decimal("weight", i.Weight); }); Word("pass", rubric.Pass.Source); });
            if (p.Consent is { } consent) Thing("consent", () => Consent(consent));
            Things("forms", p.Forms, f => { Named(f.Id, f.Title); Word("stage", f.Stage); Things("fields", f.Fields, x => { Word("field", x.Field); Flag("required", x.Required); }); });
            Things("documents", p.Documents, d => { Named(d.Id, d.Title); Number("version", d.Version); Word("kind", d.Kind.ToString()); Text("text", d.Body); });
            Things("assessments", p.Assessments, a => { Named(a.Id, a.Title); Word("tool", a.Tool); Choices("skills", a.Skills); });
            if (p.Capacity is { } capacity) Thing("capacity", () => Capacity(capacity));
            Things("decisions", p.Decisions, d => { Named(d.Id, d.Title); Choices("reasons", d.Reasons); });
            Things("stages", p.Stages, Stage);
            Things("variants", p.Variants, v => { Named(v.Id, v.Title); Things("stages", v.Stages, VariantStage); });
            Things("milestones", p.Milestones, m => { Named(m.Id, m.Title); Word("on", m.On.ToString()); });
            FollowUps(p.FollowUps);
            Things("offerings", p.Offerings, Offering);
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
            Word("expires", form.Expires?.ToString());
        }

        private void Capacity(Capacity capacity)
        {
            Number("seats", capacity.Seats);
            if (capacity.Waitlist is { } list) Thing("waitlist", () => { Words("order", list.Order.Select(o => o.ToString())); Word("offerExpires", list.OfferExpires?.ToString()); });
        }

        private void Offering(Offering offering)
        {
            Named(offering.Id, offering.Title);
            Word("organization", offering.Organization);
            OptionalText("providerType", offering.ProviderType);
            OptionalText("delivery", offering.Delivery);
            OptionalText("duration", offering.Duration);
            OptionalText("entrance", offering.Entrance);
            OptionalText("credential", offering.Credential);
            OptionalText("subSector", offering.SubSector);
            Words("noc", offering.NocCodes);
            if (offering.Rungs.Count > 0) Thing("rungs", () => { foreach (var (rung, relation) in offering.Rungs.OrderBy(r => r.Key, StringComparer.Ordinal)) Word(rung, relation.ToString()); });
        }

        private void Stage(Stage stage)
        {
            Named(stage.Id, stage.Title);
            Word("meaning", stage.Meaning);
            Word("kind", stage.Kind.ToString());
            Word("owner", stage.Owner);
            Words("with", stage.With);
            Words("after", stage.After);
            Sessions(stage.Sessions);
            if (stage.Attendance is { } rule) Thing("attendance", () => { Decimal("standard", rule.Standard); Number("backOnTrackAfter", rule.BackOnTrackAfter); Word("reviewIn", rule.ReviewIn?.ToString()); });
            Word("credential", stage.Credential);
            Word("entry", stage.Entry?.Source);
            if (stage.Exit is { } exit) Thing("exit", () => { Words("to", exit.To); Word("when", exit.When?.Source); });
            Things("tasks", stage.Tasks, Task);
            if (stage.WorkPlacement is { } work) Thing("workPlacement", () => { Number("hours", work.Hours); Flag("evaluation", work.Evaluation); });
            if (stage.Rung is { } rung) Thing("rung", () => Rung(rung));
            Words("coordination", stage.Coordination.Select(c => c.ToString()));
            FollowUps(stage.FollowUps);
            Things("returns", stage.Returns, r => { Word("on", r.On.ToString()); Word("to", r.To); Words("cancel", r.Cancels); if (r.Max is { } max) Number("max", max); });
        }

        private void Task(StageTask task)
        {
            Named(task.Id, task.Title);
            Flag("optional", task.Optional);
            Flag("repeats", task.Repeats);
            Word("due", task.Due?.ToString());
            Word("owner", task.Owner);
            Word("form", task.Form);
            Word("document", task.Document);
        }

        private void Rung(Rung rung)
        {
            Word("noc", rung.NocCode);
            Word("nocEdition", rung.NocEdition);
            Amount("wageFrom", rung.WageFrom);
            Amount("wageTo", rung.WageTo);
            Words("certificates", rung.Certificates);
            Word("experience", rung.Experience?.ToString());
            Words("lateral", rung.Lateral);
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
            Word("remind", f.Remind?.ToString());
            if (f.Escalate is { } late) Thing("escalate", () => { Word("to", late.To); Word("after", late.After.ToString()); });
            if (f.ReAnchor != ReAnchor.Each) Word("reAnchor", f.ReAnchor.ToString());
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

        private void OptionalText(string name, Text? text)
        {
            if (text is not null) Text(name, text);
        }

        private void Flag(string name, bool value)
        {
            if (value) json.WriteBoolean(name, true);
        }

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
