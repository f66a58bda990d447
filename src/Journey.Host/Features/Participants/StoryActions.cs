using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Journey.Host.Features.Participants;

/// <summary>The story page's forms: what the commands of the API do, answered with the page again.</summary>
public static class StoryActions
{
    public static void MapStoryActions(this WebApplication app)
    {
        var person = app.MapGroup("/participants/{id:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).ExcludeFromDescription();

        person.MapPost("/notes", async (Guid id, [FromForm] string text, [FromForm(Name = "class")] FieldClass @class, Desk desk, Journal journal, CancellationToken ct) =>
        {
            if (string.IsNullOrWhiteSpace(text) || @class == FieldClass.None || !Enum.IsDefined(@class)) return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
            var words = await desk.Seal(id, null, @class, text.Trim(), ct);
            var note = Guid.CreateVersion7();
            return Back(id, await journal.Execute(desk.Caller, new Command { Participant = new(id), Decide = (s, _) => ValueTask.FromResult(Registration.WriteNote(s.Person, new(note), @class, words!, null)) }, ct));
        });

        person.MapPost("/entries/{entry:guid}/retract", async (Guid id, Guid entry, [FromForm] CorrectionReason reason, [FromForm] string? note, Desk desk, Journal journal, Vault vault, CancellationToken ct) =>
        {
            if (!Enum.IsDefined(reason)) return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
            var words = await desk.Seal(id, null, FieldClass.General, note?.Trim(), ct);
            IReadOnlyList<NpgsqlBatchCommand> rows = [];
            return Back(id, await journal.Execute(desk.Caller, new Command
            {
                Participant = new(id), Rows = () => rows,
                Decide = async (s, stop) =>
                {
                    var decision = await Correcting.Retract(s, entry, reason, words, stop);
                    rows = await Correcting.Names(s, decision, vault, stop);
                    return decision;
                },
            }, ct));
        });
    }

    private static IResult Back(Guid id, CommandResult result) => result switch
    {
        CommandResult.Refused refused => throw new ProblemException(refused.Code.EndsWith(".unknown", StringComparison.Ordinal) ? 404 : 409, refused.Code, refused.Message),
        CommandResult.Conflict => throw new ProblemException(409),
        _ => TypedResults.Redirect($"/participants/{id}"),
    };
}
