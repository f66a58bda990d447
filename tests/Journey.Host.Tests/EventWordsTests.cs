using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Host.Features.Participants;
using Journey.Host.Language;
using Journey.Host.Pages;

namespace Journey.Host.Tests;

public sealed class EventWordsTests
{
    public static TheoryData<string> Languages => ["en-CA", "fr-CA"];

    [Theory, MemberData(nameof(Languages))]
    public void Every_event_of_a_participant_makes_a_whole_sentence(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var words = new EventWords(Participant.Nobody, new Names(), _ => new ProgramWords("program", null));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Journey.Domain.Tests", "golden", "events"), "*.json"))
        {
            var happened = Body.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
            if (happened is not ParticipantEvent said) continue;
            words.Title(said).ShouldNotContain("{", customMessage: file);
            words.Title(said).ShouldNotStartWith("Event_");
        }
    }
}
