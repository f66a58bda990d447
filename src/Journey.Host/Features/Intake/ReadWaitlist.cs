using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Host.Confidential;
using Journey.Projections;

namespace Journey.Host.Features.Intake;

/// <param name="Order">What decides who is next, most important first.</param>
/// <param name="OfferExpires">How long an offered seat is kept, such as <c>5bd</c>.</param>
public sealed record WaitlistAnswer(string Program, IReadOnlyList<string> Order, string? OfferExpires, IReadOnlyList<WaitingAnswer> People, Guid AccessRecord);

/// <param name="Because">What put them before the one behind them: Rubric, Applied or Waitlisted; absent for the last one.</param>
public sealed record WaitingAnswer(int Place, Guid Participant, string? Reference, Guid Enrollment, decimal? RubricMean, DateOnly? Applied, DateOnly Waitlisted, string? Because);

/// <summary>Who waits for a seat, in the order of the program's policy, as known now.</summary>
public static class ReadWaitlist
{
    public static void MapWaitlist(this RouteGroupBuilder v1) => v1.MapGet("/programs/{program}/waitlist", Show).RequireAuthorization(Policies.SeePeople).Touches(Touch.People)
        .WithTags("Intake").WithName("getWaitlist").WithSummary("Who waits for a seat, in the program's order, each with what put them there.").Produces<WaitlistAnswer>();

    private static async Task<IResult> Show(string program, HttpContext http, Callers callers, PublishedPrograms programs, Vault vault, Warden warden, CancellationToken ct)
    {
        var caller = callers.Of(http);
        if (await programs.Newest(caller.Operator, program, ct) is not { } newest) return Problems.Of(404, "program.unknown", $"No program {program} is published.");
        // Without a policy it goes by the day of the application.
        var policy = newest.Capacity?.Waitlist ?? new WaitlistPolicy([WaitlistOrder.Applied], null);
        var waiting = new List<WaitingPerson>();
        var rows = new Dictionary<EnrollmentId, CaseloadRow>();
        for (CaseloadCursor? after = null; ;)
        {
            var page = await Caseload.Read(caller.Operator, new CaseloadFilter(Program: program, Stages: [newest.IntakeStage()]), after, 500, ct);
            // With the records merged into theirs: the application may stand on one of those.
            var people = (await People.ReadMany(caller.Operator, [.. page.Select(r => r.Participant).Distinct()], ct)).ToDictionary(p => p.Key, p => p.Value.Fold());
            foreach (var row in page)
            {
                if (people.GetValueOrDefault(row.Participant)?.Enrollment(row.Enrollment) is not { } enrollment) continue;
                if (Waitlist.Of(enrollment, await programs.Find(caller.Operator, enrollment.Program, enrollment.Version, ct) ?? newest) is not { } person) continue;
                waiting.Add(person);
                rows[row.Enrollment] = row;
            }
            if (page.Count < 500) break;
            after = CaseloadCursor.After(page[^1]);
        }
        // Everybody has a place; those whom the viewer may not see are not shown on theirs.
        var permits = await warden.People(http, [.. rows.Values.Select(r => r.Participant)], ct);
        var shown = Waitlist.Order(waiting, policy).Where(p => permits.GetValueOrDefault(rows[p.Person.Enrollment].Participant)?.SeesWhole == true).ToList();
        var access = caller.Access("program.waitlist", new Resource("program", program), new Basis(BasisKind.Agreement), new Query("program.waitlist", [], shown.Count));
        var record = await vault.Record(caller.Operator, access, shown.Select(p => new Subject(rows[p.Person.Enrollment].Participant.Value)).Distinct(), [], [], ct);
        return TypedResults.Ok(new WaitlistAnswer(program, [.. policy.Order.Select(o => o.ToString())], policy.OfferExpires?.ToString(),
            [.. shown.Select(p => new WaitingAnswer(p.Place, rows[p.Person.Enrollment].Participant.Value, rows[p.Person.Enrollment].Reference, p.Person.Enrollment.Value, p.Person.Mean, p.Person.Applied?.Day, p.Person.Waitlisted.Day, p.Because?.ToString()))], record));
    }
}
