using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Api;

public sealed class WaitlistTests
{
    [Fact]
    public async Task Who_waits_on_a_record_that_was_merged_into_theirs_is_on_the_list()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (day, now) = (DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1), DateTimeOffset.UtcNow);
        var (person, other, enrollment) = (new ParticipantId(Guid.CreateVersion7()), new ParticipantId(Guid.CreateVersion7()), new EnrollmentId(Guid.CreateVersion7()));
        EventToAppend Said(JourneyEvent happened) => Written.Event(happened, day, now) with { Organization = host.Provider };
        await Store.Append(host.Operator, new Append([
            new StreamWrite(person.Value, "participant", 0, [Said(new ParticipantRegistered(person, "P-1")), Said(new RecordLinked(other))]),
            new StreamWrite(other.Value, "participant", 0, [Said(new ParticipantRegistered(other, "P-2")), Said(new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax")), Said(new StageEntered(enrollment, "intake")),
                Said(new ApplicationReceived(enrollment)), Said(new AdmissionDecided(enrollment, AdmissionOutcome.Waitlisted, "full")), Said(new LinkedIntoRecord(person))])]));
        using var director = host.Client(Roles.Director);
        // The host repairs the rows that nobody wrote.
        JsonElement[] waiting = [];
        for (var i = 0; i < 300 && waiting.Length == 0; i++)
        {
            await Task.Delay(50);
            waiting = [.. (await director.GetFromJsonAsync<JsonElement>("/v1/programs/aspire-manufacturing/waitlist")).GetProperty("people").EnumerateArray()];
        }
        waiting.ShouldHaveSingleItem().GetProperty("participant").GetGuid().ShouldBe(person.Value);
    }
}
