using System.Net;
using System.Text.Json;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;
using static Journey.Host.Tests.Api.HttpApi;

namespace Journey.Host.Tests.Api;

public sealed class QueryTests
{
    [Fact]
    public async Task Somebody_is_shown_as_true_on_a_day_as_known_at_a_time_under_one_record_of_access()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var staff = new HttpApi(host);
        var (person, enrollment) = await staff.Accepted(100);
        var known = DateTimeOffset.UtcNow;
        await Task.Delay(5);
        var baseline = (await staff.Put($"/participants/{person}/enrollments/{enrollment}/baseline", new { status = "Unemployed", hourlyWage = 14m, occurred = Day(98) })).GetProperty("events")[0].GetGuid();

        var before = await Accesses(host);
        using var answer = await staff.Client.GetAsync($"/v1/participants/{person}");
        var now = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        (await Accesses(host)).ShouldBe(before + 1);
        answer.Headers.ETag!.Tag.ShouldBe($"\"{now.GetProperty("version").GetInt64()}\"");
        now.GetProperty("identity").GetProperty("familyName").GetString().ShouldBe("Murray");
        var first = now.GetProperty("enrollments")[0];
        first.GetProperty("intake").GetProperty("answers").GetProperty("annualIncome").GetString().ShouldBe("21000.00");
        first.GetProperty("intake").GetProperty("baseline").GetProperty("hourlyWage").GetDecimal().ShouldBe(14m);

        (await Intake(staff, person, $"?trueOn={Day(99)}")).TryGetProperty("baseline", out _).ShouldBeFalse("it was not true yet");
        (await Intake(staff, person, $"?knownOn={Uri.EscapeDataString(known.ToString("O"))}")).TryGetProperty("baseline", out _).ShouldBeFalse("we did not know yet");
        (await Intake(staff, person, $"?trueOn={Day(98)}")).TryGetProperty("baseline", out _).ShouldBeTrue();

        // Whoever has nothing to do with somebody learns nothing; of those who have, each sees what is theirs, and the rest is not there at all.
        var coach = new HttpApi(host, Roles.AdvancementCoach);
        await coach.Refused(HttpMethod.Get, $"/participants/{person}", null, HttpStatusCode.Forbidden, "access.denied");
        await staff.Assign(person, Roles.AdvancementCoach);
        await coach.Refused(HttpMethod.Get, $"/participants/{person}", null, HttpStatusCode.Forbidden, "access.denied");
        await host.Agree();
        var assigned = await new HttpApi(host, Roles.AdvancementCoach).Get($"/participants/{person}");
        assigned.GetProperty("identity").GetProperty("givenName").GetString().ShouldBe("Grace");
        assigned.GetProperty("enrollments")[0].GetProperty("intake").GetProperty("answers").TryGetProperty("annualIncome", out _).ShouldBeFalse("income is not a coach's");
        await new HttpApi(host, Roles.PrivacyOfficer).Refused(HttpMethod.Get, $"/participants/{person}", null, HttpStatusCode.Forbidden, "access.denied");

        // Every entry with both clocks; contents on demand.
        await staff.Post($"/participants/{person}/entries/{baseline}/amend", new { reason = "WrongValue", set = new { hourlyWage = 14.75m } });
        var history = await staff.Get($"/participants/{person}/history");
        history.GetRawText().ShouldNotContain("Murray");
        history.GetRawText().ShouldNotContain("\"v\":");
        var entry = history.GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == baseline);
        (entry.GetProperty("standing").GetString(), entry.GetProperty("reason").GetString(), entry.GetProperty("occurred").GetString()).ShouldBe(("amended", "WrongValue", Day(98)));
        (await staff.Get($"/participants/{person}/history?open=true")).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == baseline)
            .GetProperty("confidential").GetProperty("hourlyWage").GetProperty("content").GetString().ShouldBe("14");
    }

    [Fact]
    public async Task Nothing_is_shown_when_the_look_cannot_be_recorded()
    {
        await using var host = await HostUnderTest.Start();
        var staff = new HttpApi(host);
        var person = await staff.Make("/participants", new { givenName = "Ada" });
        await host.Operator.Main.Run("alter table journey.access rename to access_away");
        await staff.Refused(HttpMethod.Get, $"/participants/{person}", null, HttpStatusCode.ServiceUnavailable, "access.not-recorded");
        await staff.Refused(HttpMethod.Get, "/participants", null, HttpStatusCode.ServiceUnavailable, "access.not-recorded");
    }

    [Fact]
    public async Task A_list_is_paged_without_leaving_anybody_out_and_a_name_is_found_by_its_beginning()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var staff = new HttpApi(host);
        var people = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            people.Add(await staff.Make("/participants", new { givenName = "Ada", familyName = $"Number{i}" }));
            await staff.Make($"/participants/{people[^1]}/enrollments", new { program = "aspire-manufacturing", channel = "friend" });
        }
        var (seen, next) = (new List<Guid>(), "/v1/participants?limit=2&names=true");
        while (next is not null)
        {
            using var answer = await staff.Client.GetAsync(next);
            var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("participant").GetGuid()));
            page.GetProperty("items")[0].GetProperty("givenName").GetString().ShouldBe("Ada");
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('>')[0][1..] : null;
        }
        seen.ShouldBe(people, ignoreOrder: true);
        await staff.Refused(HttpMethod.Get, "/participants?cursor=nonsense", null, HttpStatusCode.BadRequest, "page.cursor");

        var found = await staff.Post("/participants/search", new { text = "ada numb" });
        found.GetProperty("items").GetArrayLength().ShouldBe(5);
        (await staff.Post("/participants/search", new { text = "number3" })).GetProperty("items")[0].GetProperty("participant").GetGuid().ShouldBe(people[3]);
        (await staff.Post("/participants/search", new { text = "nobody" })).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await host.Operator.Main.Scalar<long>("select count(*) from journey.access where query = 'participants.search' and convert_from(entry, 'UTF8') not like '%umber%'")).ShouldBe(3);
    }

    [Fact]
    public async Task Gates_contacts_and_payments_say_why()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, director) = (new HttpApi(host), new HttpApi(host, Roles.Director));
        var person = await staff.Make("/participants", new { givenName = "Ada", occurred = Day(60) });
        var enrollment = await staff.Make($"/participants/{person}/enrollments", new { program = "aspire-manufacturing", channel = "friend", occurred = Day(60) });
        var gate = (await staff.Get($"/participants/{person}/enrollments/{enrollment}/gate"))[0];
        gate.GetProperty("stage").GetString().ShouldBe("intake");
        gate.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("fact").GetString()).ShouldContain("consent.given");

        var cohort = await director.Make("/cohorts", new { name = "Summer", program = "aspire-manufacturing", starts = Day(50), ends = Day(1), capacity = 3 });
        var (other, theirs) = await staff.Accepted(80);
        var e = $"/participants/{other}/enrollments/{theirs}";
        await staff.Post($"{e}/seat/offer", new { cohort, occurred = Day(60) });
        await staff.Post($"{e}/seat/accept", new { occurred = Day(60) });
        await staff.Post($"{e}/stages/crt/enter", new { occurred = Day(50) });
        var stipend = await staff.Make($"{e}/supports", new { category = "stipend", amount = 150m, currency = "CAD", occurred = Day(49) });
        await staff.Post($"{e}/supports/{stipend}/approve", new { weeks = 6, occurred = Day(49) });
        var monday = Today.AddDays(-30).AddDays(-(((int)Today.AddDays(-30).DayOfWeek + 6) % 7));
        var list = await staff.Get($"/cohorts/{cohort}/payments?week={monday:yyyy-MM-dd}");
        list.GetProperty("lines").EnumerateArray().Single().GetProperty("support").GetGuid().ShouldBe(stipend);
        list.GetProperty("totals")[0].GetProperty("amount").GetDecimal().ShouldBe(150m);
        await staff.Refused(HttpMethod.Get, $"/cohorts/{cohort}/payments?week={monday.AddDays(1):yyyy-MM-dd}", null, HttpStatusCode.BadRequest, "payments.week");
        await staff.Post($"{e}/exit", new { reason = "moved", occurred = monday.AddDays(-7).ToString("yyyy-MM-dd") });
        (await staff.Get($"/cohorts/{cohort}/payments?week={monday:yyyy-MM-dd}")).GetProperty("lines").GetArrayLength().ShouldBe(0, "a stipend stops at exit");

        var job = await staff.Make($"/participants/{person}/jobs", new { enrollment, occurred = Day(10) });
        (await staff.Get($"/participants/{person}/enrollments/{enrollment}/follow-ups")).GetArrayLength().ShouldBe(0, "a job held at intake belongs to the baseline");
        job.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Figures_programs_and_partners_are_there_to_read()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, director, administrator) = (new HttpApi(host), new HttpApi(host, Roles.Director), new HttpApi(host, Roles.Administrator));
        var cohort = await director.Make("/cohorts", new { name = "Summer", program = "aspire-manufacturing" });
        var organization = await administrator.Make("/organizations", new { name = "North End", kind = "Other" });
        var employer = await staff.Make("/employers", new { name = "Harbour Metalworks" });
        await staff.Put($"/employers/{employer}/contact", new { name = "Kim Lee" });
        await staff.Accepted();
        JsonElement totals;
        do totals = await director.Get("/totals");
        while (totals.GetProperty("registrations").GetInt32() < 1 || totals.GetProperty("cohorts").GetInt32() < 1);
        totals.GetProperty("people").GetInt32().ShouldBe(1);
        (await director.Get("/cohorts"))[0].GetProperty("cohort").GetProperty("name").GetString().ShouldBe("Summer");
        (await director.Get($"/cohorts/{cohort}")).GetProperty("people").GetInt32().ShouldBe(0);
        (await staff.Get($"/cohorts/{cohort}/people")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await staff.Get("/findings/start.undated")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await staff.Get("/programs")).EnumerateArray().Select(p => p.GetProperty("id").GetString()).ShouldContain("aspire-manufacturing");
        (await staff.Get("/programs/aspire-manufacturing/versions/1")).GetProperty("definition").GetProperty("program").GetString().ShouldBe("aspire-manufacturing");
        (await administrator.Get($"/organizations/{organization}")).GetProperty("name").GetString().ShouldBe("North End");
        (await administrator.Get("/organizations")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await staff.Get($"/employers/{employer}")).TryGetProperty("contactName", out _).ShouldBeFalse();
        (await staff.Get($"/employers/{employer}?contact=true")).GetProperty("contactName").GetString().ShouldBe("Kim Lee");
    }

    private static async Task<JsonElement> Intake(HttpApi api, Guid person, string query) => (await api.Get($"/participants/{person}{query}")).GetProperty("enrollments")[0].GetProperty("intake");

    private static Task<long> Accesses(HostUnderTest host) => host.Operator.Main.Scalar<long>("select count(*) from journey.access");
}
