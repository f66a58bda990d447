using System.Globalization;
using Journey.Host.Language;
using Journey.Host.Resources;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary>A watchdog's cause as a sentence.</summary>
internal static class CauseWords
{
    /// <summary>In the reader's language.</summary>
    public static string Of(Cause cause)
    {
        var seconds = cause.Seconds is { } s ? s.ToString("N0", CultureInfo.CurrentCulture) : "?";
        var session = Strings.Cause_session.With(cause.Pid?.ToString(CultureInfo.InvariantCulture) ?? "?", cause.Application is { Length: > 0 } a ? a : "?", cause.State ?? "?");
        return cause.Kind switch
        {
            "database-away" => Strings.Cause_database_away.With(cause.Detail ?? "?"),
            "no-host" => Strings.Cause_no_host,
            "sequencer-unclaimed" => Strings.Cause_sequencer_unclaimed.With(Words.Number(cause.Count ?? 0)),
            "sequencer-silent" => Strings.Cause_sequencer_silent.With(cause.Detail ?? "?", Words.Number(cause.Count ?? 0)),
            "sequencer-behind" => Strings.Cause_sequencer_behind.With(Words.Number(cause.Count ?? 0), seconds),
            "no-owner" => Strings.Cause_no_owner,
            "owner-silent" => Strings.Cause_owner_silent.With(cause.Detail ?? "?", seconds),
            "standing-still" => Strings.Cause_standing_still.With(cause.Detail ?? "?", seconds),
            "failing" => Strings.Cause_failing.With(cause.Detail ?? "?"),
            "parked" => Strings.Cause_parked.With(Words.Number(cause.Count ?? 0), seconds),
            "log-went-back" => Strings.Cause_log_went_back.With(Words.Number(cause.Count ?? 0)),
            "long-transaction" => (cause.Count > 0 ? Strings.Cause_blocked.With(session, seconds, Words.Number(cause.Count.Value)) : Strings.Cause_long_transaction.With(session, seconds)),
            "slow-query" => Strings.Cause_slow_query.With(session, seconds),
            _ => Strings.Cause_catching_up.With(cause.Detail ?? "?"),
        };
    }

    /// <summary>For logs and the command line, where no language is asked for.</summary>
    public static string Plain(Cause c)
    {
        var parts = new List<string> { c.Kind };
        if (c.Shard is not null) parts.Add(c.Shard);
        if (c.Count is not null) parts.Add(string.Create(CultureInfo.InvariantCulture, $"count {c.Count}"));
        if (c.Seconds is not null) parts.Add(string.Create(CultureInfo.InvariantCulture, $"for {c.Seconds:0} s"));
        if (c.Detail is not null) parts.Add(c.Detail);
        if (c.Pid is not null) parts.Add(string.Create(CultureInfo.InvariantCulture, $"pid {c.Pid}, {c.Application}, {c.State}"));
        return string.Join(", ", parts);
    }
}
