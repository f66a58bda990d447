using System.Net;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;
using static Journey.Host.Tests.Api.HttpApi;

namespace Journey.Host.Tests.Api;

/// <summary>The whole journey over HTTP, command by command, as staff write it down.</summary>
public sealed class JourneyTests
{
    [Fact]
    public async Task One_person_goes_from_the_first_inquiry_to_the_last_follow_up()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, coach, director, facilitator, administrator) = (new HttpApi(host), new HttpApi(host, Roles.AdvancementCoach), new HttpApi(host, Roles.Director), new HttpApi(host, Roles.Facilitator), new HttpApi(host, Roles.Administrator));

        var provider = await administrator.Make("/organizations", new { name = "North End Employment", kind = "ServiceProvider" });
        await administrator.Send(HttpMethod.Put, $"/organizations/{provider}/roles/EmploymentServiceCentre", null);
        var manager = await administrator.Make($"/organizations/{provider}/staff", new { name = "Robin Doe", roles = new[] { "CaseManager" } });
        var employer = await staff.Make("/employers", new { name = "Harbour Metalworks", industry = "332" });
        await staff.Put($"/employers/{employer}/contact", new { name = "Kim Lee", details = "kim@example.org" });
        var cohort = await director.Make("/cohorts", new { name = "Spring", program = "aspire-manufacturing", variant = "sequential", starts = Day(200), ends = Day(145), capacity = 12, budgets = new { wraparound = new { amount = 2000m, currency = "CAD" } } });

        // Intake: a criterion that is not met needs an allowance, with a reason.
        var person = await staff.Make("/participants", new { givenName = "Ada", familyName = "Byron", birthDate = "1994-12-10", occurred = Day(230) });
        await staff.Put($"/participants/{person}/contact", new { email = "ada@example.org", phone = "902 555 0100" });
        var enrollment = await staff.Make($"/participants/{person}/enrollments", new { program = "aspire-manufacturing", channel = "poster", occurred = Day(229) });
        var (p, e) = ($"/participants/{person}", $"/participants/{person}/enrollments/{enrollment}");
        await staff.Post($"{p}/assignments", new { role = "CaseManager", staff = DevelopmentPeople.IdOf(host.Operator.Id.Value, Roles.CaseManager), organization = host.Provider, enrollment, occurred = Day(229) });
        await host.Agree();
        foreach (var role in new[] { Roles.AdvancementCoach, Roles.Facilitator }) await staff.Assign(person, role, 229);
        await staff.Post($"{e}/information-session", new { occurred = Day(225) });
        await staff.Post($"{e}/application", new { organization = provider, occurred = Day(220) });
        await staff.Put($"{e}/answers", new { occurred = Day(220), answers = new { completedIntensiveProgram = false, canadianExperienceMonths = 60, highSchool = true, annualIncome = 18500.50m, canStand = true, canLift = true } });

        var before = await Accesses(host);
        var check = await staff.Post($"{e}/criteria/check", new { occurred = Day(219) });
        (await Accesses(host)).ShouldBe(before + 1, "five criteria, many fields, one record");
        check.GetProperty("created").GetProperty("experience").GetProperty("result").GetString().ShouldBe("NotMet");
        check.GetProperty("created").GetProperty("income").GetProperty("result").GetString().ShouldBe("Met");
        (await host.Operator.Main.Scalar<string>("select array_to_string(fields, ',') from journey.access order by seq desc limit 1")).ShouldContain("annualIncome");
        (await staff.Post($"{e}/criteria/check", new { occurred = Day(219) })).GetProperty("changed").GetBoolean().ShouldBeFalse();

        await staff.Put($"{e}/rubric", new { scores = Scores(4), occurred = Day(218) });
        await staff.Put($"{e}/baseline", new { status = "EmployedLowWage", nocCode = "65201", nocEdition = "2021", hourlyWage = 15.2m, weeklyHours = 22m, benefits = false, occurred = Day(218) });
        await staff.Make($"{p}/barriers", new { kind = "Situational", description = "No car", shared = true, occurred = Day(218) });
        await staff.Post($"{p}/skills-assessments", new { tool = "ESARF", skill = "document-use", level = "2", occurred = Day(218) });
        await staff.Post($"{e}/stipend-advice", new { occurred = Day(217) });
        await staff.Refused(HttpMethod.Post, $"{e}/admission", new { outcome = "Accepted", reason = "meets", occurred = Day(216) }, HttpStatusCode.Conflict, "admission.requirements");
        await staff.Post($"{e}/criteria/experience/override", new { reason = "All of it abroad", occurred = Day(216) });
        var consent = await staff.Make($"{p}/consents", new { enrollment, formVersion = 1, language = "en", purposes = new[] { "service", "placement" }, classes = new[] { "Identity", "Contact", "General", "Employment", "Income", "Health" }, occurred = Day(216) });
        await staff.Post($"{e}/admission", new { outcome = "Accepted", reason = "allowance", occurred = Day(215) });
        await staff.Post($"{e}/seat/offer", new { cohort, occurred = Day(214) });
        await staff.Post($"{e}/seat/accept", new { occurred = Day(212) });

        // Training: attendance slips, a plan brings it back.
        await staff.Post($"{e}/stages/crt/enter", new { occurred = Day(200) });
        var sessions = new List<Guid>();
        foreach (var day in new[] { 199, 198, 197 }) sessions.Add(await director.Make($"/cohorts/{cohort}/sessions", new { stage = "crt", date = Day(day), length = "half-day" }));
        await facilitator.Put($"{e}/attendance", new { cohort, session = sessions[0], date = Day(199), presence = "Absent" });
        await facilitator.Put($"{e}/attendance", new { cohort, session = sessions[1], date = Day(198), presence = "Absent" });
        await facilitator.Refused(HttpMethod.Put, $"{e}/attendance", new { cohort, session = sessions[2], date = Day(150), presence = "Present" }, HttpStatusCode.Conflict, "attendance.date");
        await facilitator.Put($"{e}/attendance", new { cohort, session = sessions[2], date = Day(197), presence = "Late", minutesLate = 10 });
        var plan = await staff.Make($"{e}/plans", new { stage = "crt", steps = "Bus pass, earlier alarm", reviewOn = Day(190), occurred = Day(197) });
        await staff.Post($"{e}/plans/{plan}/review", new { met = true, occurred = Day(190) });
        var goal = await staff.Make($"{e}/goals", new { text = "A home of our own", occurred = Day(196) });
        await staff.Post($"{e}/goals/{goal}/reach", new { occurred = Day(50) });
        await staff.Post($"{e}/check-ins", new { with = "CaseManager", summary = "Going well", occurred = Day(185) });

        // Supports draw on the cohort's budget.
        var stipend = await staff.Make($"{e}/supports", new { category = "stipend", amount = 150m, currency = "CAD", reason = "rent", occurred = Day(205) });
        await staff.Refused(HttpMethod.Post, $"{e}/supports/{stipend}/approve", new { weeks = 14, occurred = Day(204) }, HttpStatusCode.Conflict, "support.budget");
        await staff.Post($"{e}/supports/{stipend}/approve", new { weeks = 8, occurred = Day(204) });
        var budget = (await director.Get($"/cohorts/{cohort}/plan")).GetProperty("budgets")[0];
        (budget.GetProperty("budget").GetString(), budget.GetProperty("left").GetProperty("amount").GetDecimal()).ShouldBe(("wraparound", 800m));
        var monday = Today.AddDays(-190).AddDays(-(((int)Today.AddDays(-190).DayOfWeek + 6) % 7)).ToString("yyyy-MM-dd");
        await staff.Post($"{e}/supports/{stipend}/deliveries", new { amount = 150m, currency = "CAD", week = monday, occurred = Day(188) });

        await staff.Post($"{e}/stages/crt/leave", new { occurred = Day(172) });
        await staff.Post($"{e}/stages/ost/enter", new { occurred = Day(171) });
        var placement = await staff.Make($"{e}/work-placements", new { host = employer, supervisor = "Sam", occurred = Day(160) });
        await staff.Post($"{e}/work-placements/{placement}/hours", new { worked = 37.5m, occurred = Day(155) });
        await staff.Post($"{e}/work-placements/{placement}/evaluation", new { rating = 5, evaluation = "Careful", occurred = Day(153) });
        await staff.Post($"{e}/work-placements/{placement}/end", new { occurred = Day(153) });
        await staff.Refused(HttpMethod.Post, $"{e}/credentials/manufacturing-fundamentals", new { occurred = Day(147) }, HttpStatusCode.Conflict, "credential.not-graduated");
        foreach (var competency in new[] { "safety", "blueprints", "measurement", "tools" }) await staff.Post($"{e}/assessments", new { stage = "ost", competency, result = "Competent", occurred = Day(148) });
        await staff.Post($"{e}/graduation", new { occurred = Day(146) });
        await staff.Post($"{e}/credentials/manufacturing-fundamentals", new { occurred = Day(145) });
        var late = Today.AddDays(-20).AddDays(-(((int)Today.AddDays(-20).DayOfWeek + 6) % 7)).ToString("yyyy-MM-dd");
        await staff.Refused(HttpMethod.Post, $"{e}/supports/{stipend}/deliveries", new { amount = 150m, currency = "CAD", week = late, occurred = Day(20) }, HttpStatusCode.Conflict, "support.ended");

        // Placement: a referral waits for readiness.
        await coach.Refused(HttpMethod.Post, $"{e}/applications", new { employer, referred = true, occurred = Day(144) }, HttpStatusCode.Conflict, "placement.not-ready");
        await coach.Post($"{e}/readiness", new { ready = true, reasons = "Mock interviews went well", occurred = Day(143) });
        await coach.Put($"{e}/placement-plan", new { plan = "Three applications a week", occurred = Day(143) });
        var application = await coach.Make($"{e}/applications", new { employer, nocCode = "94106", referred = true, occurred = Day(142) });
        await coach.Post($"{e}/applications/{application}/interviews", new { kind = "Employer", debrief = "Asked about shifts", occurred = Day(135) });
        var offers = new List<Guid>();
        foreach (var wage in new[] { 19.5m, 21m }) offers.Add(await coach.Make($"{e}/offers", new { application, hourlyWage = wage, weeklyHours = 40m, benefits = true, shift = "day", occurred = Day(134) }));
        await coach.Post($"{e}/offers/{offers[0]}/answer", new { taken = false, reason = "pay", occurred = Day(133) });
        await coach.Post($"{e}/offers/{offers[1]}/answer", new { taken = true, occurred = Day(133) });
        var job = await coach.Make($"{p}/jobs", new { enrollment, employer, nocCode = "94106", nocEdition = "2021", inSector = true, hourlyWage = 21m, weeklyHours = 40m, benefits = true, occurred = Day(130) });
        await coach.Put($"{e}/follow-ups/day-1", new { due = Day(129), with = "Participant", result = "Done", note = "Likes it", occurred = Day(129) });
        await coach.Put($"{e}/follow-ups/day-1", new { due = Day(129), with = "Employer", result = "Attempted", channel = "phone", occurred = Day(129) });
        await coach.Put($"{e}/follow-ups/week-1", new { due = Day(123), with = "Participant", result = "Done", occurred = Day(123) });
        await coach.Post($"{p}/jobs/{job}/feedback", new { text = "Steady hands", occurred = Day(100) });
        await coach.Post($"{p}/jobs/{job}/wage", new { hourlyWage = 22.25m, occurred = Day(95) });
        await coach.Post($"{p}/jobs/{job}/advancements", new { kind = "Promotion", nocCode = "92020", nocEdition = "2021", inSector = true, hourlyWage = 25m, weeklyHours = 40m, benefits = true, occurred = Day(80) });

        // Job loss is a return, not an end.
        await coach.Post($"{p}/jobs/{job}/loss", new { reason = "SectorTrend", note = "Order book empty", occurred = Day(60) });
        var again = await coach.Make($"{p}/jobs", new { enrollment, employer, inSector = true, hourlyWage = 24m, weeklyHours = 40m, occurred = Day(40) });
        await coach.Put($"{e}/follow-ups/quarter", new { due = Today.AddDays(-146).AddMonths(3).ToString("yyyy-MM-dd"), with = "Participant", result = "Done", occurred = Day(54) });
        await coach.Refused(HttpMethod.Put, $"{e}/follow-ups/never", new { due = Day(1), with = "Participant", result = "Done" }, HttpStatusCode.NotFound, "follow-up.unknown");
        await staff.Put($"{e}/outcome", new { outcome = "graduated", occurred = Day(30) });
        await staff.Refused(HttpMethod.Post, $"{p}/jobs/{again}/wage", new { hourlyWage = 24m, occurred = Today.AddDays(2).ToString("yyyy-MM-dd") }, HttpStatusCode.Conflict, "occurred.future");

        (await host.Operator.Main.Scalar<string>($"select open_stages::text from journey.caseload where enrollment = '{enrollment}'")).ShouldContain("employment");
        await staff.Post($"{p}/consents/{consent}/withdraw", new { });
    }

    [Fact]
    public async Task Somebody_leaves_comes_back_and_is_in_two_programs_at_once()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, director) = (new HttpApi(host), new HttpApi(host, Roles.Director));
        var cohort = await director.Make("/cohorts", new { name = "Autumn", program = "aspire-manufacturing", variant = "interleaved", starts = Day(90), ends = Day(20), capacity = 1 });
        var (person, enrollment) = await staff.Accepted();
        var e = $"/participants/{person}/enrollments/{enrollment}";
        await staff.Post($"{e}/seat/offer", new { cohort, occurred = Day(95) });
        await staff.Post($"{e}/seat/accept", new { occurred = Day(94) });
        await staff.Post($"{e}/stages/crt/enter", new { occurred = Day(90) });
        await staff.Post($"{e}/stages/ost/enter", new { occurred = Day(90) });
        await staff.Refused(HttpMethod.Post, $"{e}/exit", new { reason = "no-such", occurred = Day(70) }, HttpStatusCode.Conflict, "exit.reason");
        await staff.Post($"{e}/exit", new { reason = "family", destination = "unknown", note = "Care for her mother", occurred = Day(70) });
        await staff.Refused(HttpMethod.Post, $"{e}/readiness", new { ready = true, occurred = Day(60) }, HttpStatusCode.Conflict, "enrollment.exited");

        // The freed seat goes to somebody else.
        var (other, theirs) = await staff.Accepted();
        await staff.Post($"/participants/{other}/enrollments/{theirs}/seat/offer", new { cohort });
        await staff.Post($"/participants/{other}/enrollments/{theirs}/seat/accept", new { });

        await staff.Post($"{e}/re-entry", new { stage = "crt", occurred = Day(50) });
        var second = await staff.Make($"/participants/{person}/enrollments", new { program = "aspire-manufacturing", channel = "alumni" });
        second.ShouldNotBe(enrollment);
        (await host.Operator.Main.Scalar<long>($"select count(*) from journey.caseload where participant = '{person}'")).ShouldBe(2);
    }

    [Fact]
    public async Task Two_records_of_one_person_are_merged_and_parted_again()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var staff = new HttpApi(host);
        var (kept, _) = await staff.Accepted();
        var (other, enrollment) = await staff.Accepted();
        async Task<long> Rows(Guid of) => await host.Operator.Main.Scalar<long>($"select count(*) from journey.caseload where participant = '{of}'");

        await staff.Post($"/participants/{kept}/links/{other}", new { });
        (await Rows(kept)).ShouldBe(2);
        (await Rows(other)).ShouldBe(0);
        await staff.Refused(HttpMethod.Post, $"/participants/{other}/enrollments/{enrollment}/stipend-advice", new { }, HttpStatusCode.Conflict, "participant.linked");
        await staff.Post($"/participants/{kept}/enrollments/{enrollment}/stipend-advice", new { });

        await staff.Send(HttpMethod.Delete, $"/participants/{kept}/links/{other}", null);
        (await Rows(other)).ShouldBe(1);
        await staff.Post($"/participants/{other}/enrollments/{enrollment}/stipend-advice", new { });
    }

    [Fact]
    public async Task A_wrong_entry_is_amended_or_retracted_and_gives_its_seat_back()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, director) = (new HttpApi(host), new HttpApi(host, Roles.Director));
        var cohort = await director.Make("/cohorts", new { name = "Winter", program = "aspire-manufacturing", starts = Day(90), ends = Day(20), capacity = 1 });
        var (person, enrollment) = await staff.Accepted();
        var e = $"/participants/{person}/enrollments/{enrollment}";
        var baseline = (await staff.Put($"{e}/baseline", new { status = "Unemployed", hourlyWage = 14m, occurred = Day(98) })).GetProperty("events")[0].GetGuid();
        await staff.Refused(HttpMethod.Post, $"/participants/{person}/entries/{baseline}/amend", new { reason = "WrongValue", set = new { hourlyWages = 15m } }, HttpStatusCode.BadRequest, "correction.field");
        await staff.Post($"/participants/{person}/entries/{baseline}/amend", new { reason = "WrongValue", note = "Pay slip", set = new { status = "EmployedLowWage", hourlyWage = 14.75m }, shouldHaveOccurred = Day(97) });
        await staff.Refused(HttpMethod.Post, $"/participants/{person}/entries/{Guid.NewGuid()}/retract", new { reason = "Duplicate" }, HttpStatusCode.NotFound, "correction.unknown-entry");

        await staff.Post($"{e}/seat/offer", new { cohort });
        var taken = (await staff.Post($"{e}/seat/accept", new { })).GetProperty("events")[0].GetGuid();
        var (other, theirs) = await staff.Accepted();
        await staff.Post($"/participants/{other}/enrollments/{theirs}/seat/offer", new { cohort });
        await staff.Refused(HttpMethod.Post, $"/participants/{other}/enrollments/{theirs}/seat/accept", new { }, HttpStatusCode.Conflict, "cohort.full");
        await staff.Post($"/participants/{person}/entries/{taken}/retract", new { reason = "WrongPerson", note = "Another Grace" });
        await staff.Post($"/participants/{other}/enrollments/{theirs}/seat/accept", new { });

        // Names can be found under their amended form.
        var registered = await host.Operator.Main.Scalar<Guid>($"select id from journey.event where stream_id = '{person}' and type = 'participant_registered'");
        await staff.Post($"/participants/{person}/entries/{registered}/amend", new { reason = "WrongValue", set = new { familyName = "Hopper" } });
        (await host.Operator.Main.Scalar<long>($"select count(*) from journey.name_index where subject = '{person}' and field = 'family'")).ShouldBeGreaterThan(0);
    }

    private static Task<long> Accesses(HostUnderTest host) => host.Operator.Main.Scalar<long>("select count(*) from journey.access");
}
