using System.Security.Cryptography;
using System.Text;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Recording;

namespace Journey.Host.Features.Demonstration;

/// <summary>
/// Fills an operator with invented cohorts whose days lie around today. Every entry goes through the journal and its rule, as
/// people's entries do. A run that was interrupted goes on where it stopped; a complete one adds nothing.
/// </summary>
public sealed class Demonstration(Journal journal, Vault vault, PublishedPrograms programs)
{
    private const string Purpose = "demonstration", Program = "aspire-manufacturing";

    public static readonly OperatorId OperatorId = new("aspire-demo");

    public const string Name = "AspireAtlantic (demonstration)";

    /// <summary>Shown on every page, in the reader's language.</summary>
    public const string Label = "invented data";

    // How long before the moment of the filling the program was published: the stories' "today" is read back from it.
    private static readonly TimeSpan PublishedBefore = TimeSpan.FromDays(400);

    /// <summary>Whether an operator's filling is complete.</summary>
    public static async Task<bool> IsComplete(Operator op, CancellationToken ct) => (await Store.ReadStream(op, Cast.Seal(op).Value, ct: ct)).Count > 0;

    /// <param name="now">Today, for the stories. Of an interrupted run, its own moment counts.</param>
    /// <returns>How many commands were carried out.</returns>
    /// <exception cref="InvalidOperationException">A rule refused what a story says, or it said nothing new: stories and rules have parted.</exception>
    public async Task<int> Fill(Operator op, DateTimeOffset now, CancellationToken ct)
    {
        // The stories are told under one of them; the others are there to be looked at.
        foreach (var folder in Publish.Workforce) await Publish.Shipped(op, folder, Occurred.Micros(now) - PublishedBefore, ct);
        var published = (await Store.ReadStream(op, PublishedPrograms.StreamOf(Program), ct: ct))[0].RecordedAt;
        var world = new World(op, (await programs.Find(op, Program, 1, ct))!, programs, vault, published + PublishedBefore);
        if (await IsComplete(op, ct)) return 0;

        var stories = new Stories(world);
        await vault.Prepare(op, [.. stories.People.SelectMany(p => p.Keys)], ct);
        var count = await Carry(op, stories.Setting, ct);
        foreach (var lane in await Task.WhenAll(stories.Lanes.Select(lane => Task.Run(() => Carry(op, lane, ct), ct)))) count += lane;
        return count + await Carry(op, [stories.Last], ct);
    }

    private async Task<int> Carry(Operator op, IReadOnlyList<Step> steps, CancellationToken ct)
    {
        foreach (var step in steps)
        {
            var caller = Caller.Job(op, Purpose, step.By.Staff.Value, step.By.Organization.Value);
            var command = new Command
            {
                Participant = step.Participant, Occurred = step.Happened, RecordedAt = step.At, Decide = step.Decide,
                Key = new CommandKey(Purpose, Purpose, step.Key, SHA256.HashData(Encoding.UTF8.GetBytes(step.Key))),
            };
            CommandResult result;
            // Two lanes speak of the same employer now and then.
            do result = await journal.Execute(caller, command, ct); while (result is CommandResult.Conflict);
            if (result is not (CommandResult.Done or CommandResult.Repeated)) throw new InvalidOperationException($"The demonstration's step {step.Key}, {step.Happened.At:yyyy-MM-dd}: {result}");
        }
        return steps.Count;
    }
}
