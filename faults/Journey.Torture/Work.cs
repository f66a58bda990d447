using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Journey.Torture;

/// <summary>A command that was answered: it may not be lost, doubled or half there.</summary>
/// <param name="Mark">Its unique payload, where that stays readable.</param>
internal sealed record Acknowledged(string Key, string Route, string Mark, IReadOnlyList<Guid> Events, string Answer, int Tries);

/// <summary>
/// People at work: each repeats a command under its key until it is answered, on whichever host answers, and remembers the answer.
/// </summary>
internal sealed class Work(IReadOnlyList<HostControl> hosts, string operatorId, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private volatile bool ending;
    private int refused, repeated;

    public ConcurrentQueue<Acknowledged> Answers { get; } = [];

    /// <summary>Answers to a repetition that were not byte for byte the first one.</summary>
    public ConcurrentQueue<string> Changed { get; } = [];

    /// <summary>Commands that nobody answered for <see cref="Patience"/> of peace.</summary>
    public ConcurrentQueue<string> Unanswered { get; } = [];

    public int Refused => refused;

    public int Repeated => repeated;

    public Task Run(int workers) => Task.WhenAll(Enumerable.Range(0, workers).Select(Work1));

    /// <summary>No new commands; those under way are repeated until they are answered.</summary>
    public void End() => (ending, ended) = (true, DateTime.UtcNow);

    private DateTime ended = DateTime.MaxValue;

    private async Task Work1(int worker)
    {
        var random = new Random(HashCode.Combine(seed, worker));
        var people = new List<Person>();
        for (var n = 0; !ending; n++)
        {
            var mark = $"w{worker}-{n}";
            var person = people.Count == 0 ? null : people[random.Next(people.Count)];
            switch (person is null || people.Count < 200 && random.Next(5) == 0 ? 0 : random.Next(1, 8))
            {
                case 0:
                    var id = Guid.CreateVersion7();
                    if (await Do(random, mark, "participants", new { id, givenName = mark }) is not null) people.Add(new Person(id));
                    break;
                case 1 when person!.Enrollment is null && person.Into is null:
                    var enrollment = Guid.CreateVersion7();
                    if (await Do(random, mark, $"participants/{person.Id}/enrollments", new { id = enrollment, program = Torture.Program, channel = mark }) is not null) person.Enrollment = enrollment;
                    break;
                case 2 when person!.Enrollment is { } e:
                    await Do(random, mark, $"participants/{person.Id}/enrollments/{e}/check-ins", new { with = "CaseManager", summary = mark });
                    break;
                case 3 when person!.Last is { } last:
                    await Do(random, mark, $"participants/{person.Id}/entries/{last}/retract", new { reason = "WrongPerson", note = mark });
                    person.Last = null;
                    break;
                // Two streams in one transaction.
                case 4 when person!.Into is null && people[random.Next(people.Count)] is var other && other != person && other.Into is null && other.Enrollment is null:
                    if (await Do(random, mark, $"participants/{person.Id}/links/{other.Id}", new { }) is not null) other.Into = person;
                    break;
                case 5 when person!.Into is { } into:
                    if (await Do(random, mark, $"participants/{into.Id}/links/{person.Id}", null, HttpMethod.Delete) is not null) person.Into = null;
                    break;
                case 6 when person!.Enrollment is { } e:
                    person.Last = (await Do(random, mark, $"participants/{person.Id}/enrollments/{e}/exit", new { reason = mark, destination = "unknown" }))?.Events[0] ?? person.Last;
                    break;
                case 7:
                    await Do(random, mark, "organizations", new { id = Guid.CreateVersion7(), name = mark, kind = "ServiceProvider" }, role: "administrator");
                    break;
            }
        }
    }

    private sealed class Person(Guid id)
    {
        public Guid Id => id;
        public Guid? Enrollment { get; set; }
        public Guid? Last { get; set; }
        public Person? Into { get; set; }
    }

    // Null: refused by a rule. Else repeated until it is answered.
    private async Task<Acknowledged?> Do(Random random, string mark, string route, object? body, HttpMethod? method = null, string role = "caseManager")
    {
        var last = "";
        for (var tries = 1; ; tries++)
        {
            if (ending && DateTime.UtcNow - ended > Patience)
            {
                Unanswered.Enqueue($"{mark} {route}: {last}");
                return null;
            }
            try
            {
                using var answer = await Send(random, mark, route, body, method, role);
                var text = await answer.Content.ReadAsStringAsync();
                last = $"{(int)answer.StatusCode} {text}";
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    var events = JsonNode.Parse(text)!["events"]!.AsArray().Select(e => e!.GetValue<Guid>()).ToList();
                    var done = new Acknowledged($"{role}/{mark}", route, mark, events, text, tries);
                    Answers.Enqueue(done);
                    if (random.Next(10) == 0) await Again(random, done, body, method, role);
                    return done;
                }
                if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound
                    || answer.StatusCode == HttpStatusCode.Conflict && JsonNode.Parse(text)?["code"]?.GetValue<string>() != "conflict")
                {
                    Interlocked.Increment(ref refused);
                    return null;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or JsonException) { last = e.Message; }
            Interlocked.Increment(ref repeated);
            await Task.Delay(random.Next(20, 200));
        }
    }

    private async Task Again(Random random, Acknowledged done, object? body, HttpMethod? method, string role)
    {
        try
        {
            using var answer = await Send(random, done.Mark, done.Route, body, method, role);
            if (answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadAsStringAsync() is var text && text != done.Answer) Changed.Enqueue($"{done.Mark}: {text} instead of {done.Answer}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException) { }
    }

    private Task<HttpResponseMessage> Send(Random random, string mark, string route, object? body, HttpMethod? method, string role)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"{hosts[random.Next(hosts.Count)].Url}/v1/{route}");
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.Authorization = new("Bearer", $"dev:{operatorId}:{role}");
        request.Headers.Add("Idempotency-Key", mark);
        return http.SendAsync(request);
    }
}
