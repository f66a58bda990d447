using System.Collections.Immutable;
using System.Text.Json;
using Journey.Domain.Subscriptions;

namespace Journey.Host.Features.Events.Published;

/// <summary>Which programs and cohorts an entry belongs to: of an enrollment those it was in when the entry was written, of a person all that theirs were in by then.</summary>
/// <param name="Version">Of the one program, where it is one.</param>
internal sealed record Reach(ImmutableHashSet<string> Programs, ImmutableHashSet<Guid> Cohorts, int? Version = null)
{
    public static Reach None { get; } = new([], []);

    public static Reach Of(string? program, int? version, Guid? cohort) => new(program is null ? [] : [program], cohort is { } c ? [c] : [], version);

    /// <summary>As the envelope says it; null where it says nothing, as of an import or of a time before it was written there.</summary>
    public static Reach? OfHeaders(string? headers)
    {
        if (headers is null) return null;
        using var said = JsonDocument.Parse(headers);
        var root = said.RootElement;
        // An import knows its program, and not which cohort somebody was in.
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("program", out var program) || root.TryGetProperty("mapping", out _)) return null;
        return Of(program.GetString(), root.TryGetProperty("programVersion", out var version) ? version.GetInt32() : null, root.TryGetProperty("cohort", out var cohort) ? cohort.GetGuid() : null);
    }

    public bool IsIn(SubscriptionScope scope) =>
        (scope.Programs.IsEmpty || scope.Programs.Any(Programs.Contains)) && (scope.Cohorts.IsEmpty || scope.Cohorts.Any(c => Cohorts.Contains(c.Value)));
}
