using Journey.Domain;
using Journey.Domain.Cohorts;

namespace Journey.Projections;

/// <summary>A cohort's own facts on both clocks (ends not included; null: still).</summary>
internal sealed record CohortVersion(
    CohortId Cohort, string Name, string Program, int ProgramVersion, string? Variant, string? Site, DateOnly? Starts, DateOnly? Ends, int? Capacity, int Sessions, bool Closed,
    DateOnly ValidFrom, DateOnly? ValidTo, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo)
{
    public static IEnumerable<CohortVersion> Of(IReadOnlyList<Entry> entries)
    {
        var clocks = new TwoClocks<CohortId, CohortRow>();
        var id = new CohortId(entries[0].Stream);
        // Whose seat is taken and what is promised is not in the row, and there are many of these.
        var said = entries.Where(e => e.Event is CohortEvent and not (SeatTaken or SeatReleased or BudgetCommitted or BudgetReleased)).ToList();
        foreach (var time in said.Select(e => e.RecordedAt).Distinct().Order())
        {
            clocks.Anew();
            foreach (var (day, cohort) in Domain.Cohorts.Cohort.Days(said, time))
                if (CohortRow.Of(cohort) is { } row) clocks.From(day, id, row);
            clocks.Known(time);
        }
        return clocks.Spells.Select(s => new CohortVersion(
            s.Key, s.Value.Name, s.Value.Program, s.Value.ProgramVersion, s.Value.Variant, s.Value.Site, s.Value.Starts, s.Value.Ends, s.Value.Capacity, s.Value.Sessions, s.Value.Closed,
            s.ValidFrom, s.ValidTo, s.KnownFrom, s.KnownTo));
    }
}
