using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Partners;
using Journey.Domain.Training;
using Journey.Host.Components;
using Journey.Host.Language;
using Journey.Host.Resources;

namespace Journey.Host.Features.Participants;

/// <summary>One line of the story.</summary>
/// <param name="Was">What an amended entry had said before, and why it was wrong.</param>
public sealed record Moment(Guid Entry, DateOnly? Day, string When, string Title, Tone Tone, string? By, string? Recorded, string? Struck, (string Text, string Why)? Was, JourneyEvent Happened, long Seq);

/// <summary>The history in words, newest first: what counts, and struck through what was retracted.</summary>
public static class Moments
{
    /// <summary>As far as the viewer may see them: attendance alone for a facilitator, the referral alone for whom somebody is referred to.</summary>
    public static IReadOnlyList<Moment> Of(Story story)
    {
        var standing = Standing.Of([.. story.Known]);
        var counted = History.Effective(story.Known, story.AsOf.In(story.Zone)).Select(e => Counted(story, standing, e));
        var struck = story.Known.Where(e => e.Event is ParticipantEvent and not ICorrection && standing.IsRetracted(e)).Select(e => Struck(story, e)).Where(m => m.Day is null || m.Day <= story.Day);
        return [.. counted.Concat(struck).Where(m => Shown(m, story.Permit)).OrderByDescending(m => m.Day ?? DateOnly.MinValue).ThenByDescending(m => m.Seq)];
    }

    // Being present is the rule, and the strip of sessions shows it.
    private static bool Shown(Moment m, Permit permit) => m.Happened switch
    {
        AttendanceMarked marked => permit.Parts.Contains(Part.Attendance) && (!permit.SeesWhole || marked.Presence != Presence.Present || m.Struck is not null),
        ReferralReceived or ReferralAccepted or ReferralDeclined or ReferralServiceStarted or ReferralReportedBack => permit.Parts.Contains(Part.Referral),
        _ => permit.SeesWhole && permit.Knows(m.Happened),
    };

    private static Moment Counted(Story story, Standing standing, EffectiveEntry e)
    {
        (string, string)? was = null;
        if (standing.AmendmentOf(e.Entry.Id)?.Event is EntryAmended amended)
        {
            var (before, after) = (story.Words.Title(e.Entry.Event!), story.Words.Title(e.Happened));
            var moved = e.Entry.Occurred != e.Occurred ? When(e.Entry.Occurred, story.Zone) : null;
            was = (string.Join(", ", new[] { before == after && moved is not null ? null : before, moved }.OfType<string>()), Words.Of("CorrectionReason", amended.Reason.ToString()));
        }
        return Moment(story, e.Entry, e.Happened, e.Occurred, e.Day) with { Was = was };
    }

    private static Moment Struck(Story story, Entry entry)
    {
        var why = story.Known.Select(k => k.Event).OfType<EntryRetracted>().LastOrDefault(r => r.Target == entry.Id || r.Target == entry.Causation);
        var day = entry.Occurred.Day(story.Zone) ?? Occurred.Instant(entry.RecordedAt).Day(story.Zone);
        return Moment(story, entry, entry.Event!, entry.Occurred, day!.Value) with
        {
            Struck = why is null ? Strings.Story_Retracted : Strings.Story_RetractedFor.With(Words.Of("CorrectionReason", why.Reason.ToString())), Tone = Tone.Neutral,
        };
    }

    private static Moment Moment(Story story, Entry entry, JourneyEvent happened, Occurred occurred, DateOnly day)
    {
        var recorded = Occurred.Instant(entry.RecordedAt).Day(story.Zone)!.Value;
        var late = occurred.Precision is Precision.Unknown or Precision.Month || recorded.DayNumber - day.DayNumber > 1;
        return new Moment(entry.Id, occurred.Precision == Precision.Unknown ? null : day, When(occurred, story.Zone), story.Words.Title(happened), EventWords.ToneOf(happened),
            story.Names.Person(entry.Actor), late ? Words.Day(recorded) : null, null, null, happened, entry.Seq);
    }

    private static string When(Occurred occurred, TimeZoneInfo zone) => occurred.Day(zone) is not { } day ? "—" : occurred.Precision == Precision.Month ? Words.Month(day) : Words.Day(day);
}
