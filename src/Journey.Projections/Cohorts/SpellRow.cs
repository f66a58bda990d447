using Journey.Domain;
using Journey.Domain.Participants;

namespace Journey.Projections;

/// <summary>Something that was so from a day to a day, as known from a recorded time to a recorded time (ends not included; null: still).</summary>
internal sealed record SpellRow(
    ParticipantId Participant, EnrollmentId Enrollment, string Kind, int Ordinal, string Value, string? Detail, CohortId? Cohort, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Of a stage: the version whose name it is, as <c>program/version</c>.</summary>
    public string? Definition { get; init; }

    public DateTimeOffset KnownFrom { get; init; }

    public DateTimeOffset? KnownTo { get; init; }

    /// <summary>Whether two states are made of the same objects as far as spells go. False says nothing.</summary>
    public static bool AreSame(Participant one, Participant other)
    {
        if (one.LinkedInto != other.LinkedInto || !ReferenceEquals(one.Jobs, other.Jobs) || one.Enrollments.Count != other.Enrollments.Count) return false;
        for (var i = 0; i < one.Enrollments.Count; i++)
        {
            var (a, b) = (one.Enrollments[i], other.Enrollments[i]);
            if (ReferenceEquals(a, b)) continue;
            if (a.Id != b.Id || a.Program != b.Program || a.Version != b.Version || a.Opened != b.Opened || a.Training.Graduated != b.Training.Graduated) return false;
            if (!ReferenceEquals(a.Memberships, b.Memberships) || !ReferenceEquals(a.Stages, b.Stages) || !ReferenceEquals(a.Exits, b.Exits) || !ReferenceEquals(a.Outcomes, b.Outcomes)) return false;
        }
        return true;
    }

    /// <summary>All spells of a person by one state of knowledge. Cut off at a day, they are those of the state of that day.</summary>
    public static IEnumerable<SpellRow> Of(ParticipantId id, Participant person)
    {
        if (person.LinkedInto is not null) yield break;
        foreach (var e in person.Enrollments)
        {
            SpellRow Row(string kind, int ordinal, string value, string? detail, Stamp from, Stamp? to, CohortId? cohort = null) =>
                new(id, e.Id, kind, ordinal, value, detail, cohort, from.Day, to?.Day);

            var definition = $"{e.Program}/{e.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            if (e.Opened is { } opened) yield return Row("enrolled", 0, e.Program, null, opened, null);
            for (var i = 0; i < e.Memberships.Count; i++) yield return Row("cohort", i, e.Memberships[i].Cohort.ToString(), null, e.Memberships[i].From, e.Memberships[i].Until, e.Memberships[i].Cohort);
            for (var i = 0; i < e.Stages.Count; i++) yield return Row("stage", i, e.Stages[i].Stage, e.Stages[i].How?.ToString(), e.Stages[i].Entered, e.Stages[i].LeftAt) with { Definition = definition };
            for (var i = 0; i < e.Exits.Count; i++) yield return Row("exit", i, e.Exits[i].Reason, e.Exits[i].Destination, e.Exits[i].Left, e.Exits[i].ReEntered);
            for (var i = 0; i < e.Outcomes.Count; i++) yield return Row("outcome", i, e.Outcomes[i].Id, e.Outcomes[i].Kind.ToString(), e.Outcomes[i].At, i + 1 < e.Outcomes.Count ? e.Outcomes[i + 1].At : null);
            if (e.Training.Graduated is { } graduated) yield return Row("graduated", 0, "", null, graduated, null);
        }
        for (var i = 0; i < person.Jobs.Count; i++)
        {
            var job = person.Jobs[i];
            yield return new SpellRow(id, job.Enrollment, "job", i, job.Id.ToString(), job.How?.ToString(), null, job.Started.Day, job.Ended?.Day);
        }
    }
}
