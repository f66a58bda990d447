using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Tests.Api;

/// <summary>The API as a client with one role uses it: every answer is looked at.</summary>
public sealed class HttpApi(HostUnderTest host, string role = Roles.CaseManager)
{
    public static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    public HttpClient Client { get; } = host.Client(role);

    public static string Day(int daysAgo) => Today.AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public async Task<JsonElement> Send(HttpMethod method, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, "/v1" + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, $"{method} {path}: {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }

    public Task<JsonElement> Post(string path, object body) => Send(HttpMethod.Post, path, body);

    public Task<JsonElement> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    public Task<JsonElement> Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>Posts what makes something, and answers its id.</summary>
    public async Task<Guid> Make(string path, object body) => (await Post(path, body)).GetProperty("created").GetProperty("id").GetGuid();

    /// <summary>The development sign-in's person of that role is assigned to the participant.</summary>
    public Task<Guid> Assign(Guid person, string role, int daysAgo = 0) => Make($"/participants/{person}/assignments", new
    {
        role = char.ToUpperInvariant(role[0]) + role[1..], staff = DevelopmentPeople.IdOf(host.Operator.Id.Value, role), organization = role == Roles.CaseManager ? host.Provider : host.Sector, occurred = Day(daysAgo),
    });

    public async Task Refused(HttpMethod method, string path, object? body, HttpStatusCode status, string code) =>
        (await Send(method, path, body, status)).GetProperty("code").GetString().ShouldBe(code);

    /// <summary>Somebody accepted into nothing yet: registered, applied, checked, scored and consenting.</summary>
    public async Task<(Guid Person, Guid Enrollment)> Accepted(int daysAgo = 100)
    {
        var person = await Make("/participants", new { givenName = "Grace", familyName = "Murray", occurred = Day(daysAgo) });
        var enrollment = await Make($"/participants/{person}/enrollments", new { program = "aspire-manufacturing", channel = "friend", occurred = Day(daysAgo) });
        var e = $"/participants/{person}/enrollments/{enrollment}";
        await Post($"{e}/application", new { occurred = Day(daysAgo) });
        await Put($"{e}/answers", new
        {
            occurred = Day(daysAgo),
            answers = new { completedIntensiveProgram = true, highSchool = true, annualIncome = 21000.00m, canStand = true, canLift = true },
        });
        await Post($"{e}/criteria/check", new { occurred = Day(daysAgo) });
        await Put($"{e}/rubric", new { scores = Scores(4), occurred = Day(daysAgo) });
        await Make($"/participants/{person}/consents", new
        {
            enrollment, formVersion = 1, language = "en", purposes = new[] { "service" }, occurred = Day(daysAgo),
            classes = new[] { "Identity", "Contact", "General", "Employment", "Income", "Health" },
        });
        await Post($"{e}/admission", new { outcome = "Accepted", reason = "meets", occurred = Day(daysAgo) });
        return (person, enrollment);
    }

    public static Dictionary<string, int> Scores(int score) => new[] { "interest", "sectorKnowledge", "motivation", "coachability", "readiness", "availability" }.ToDictionary(i => i, _ => score);
}
