using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Corrections;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using Journey.EventStore;

namespace Journey.Tests.Projections;

/// <summary>Histories in no sensible order: days and recorded times go back and forth, entries are retracted, amended, undated, linked.</summary>
internal sealed class RandomHistories(int seed)
{
    public static readonly DateOnly First = new(2024, 1, 1);
    private static readonly string[] Stages = ["intake", "crt", "ost", "placement"];
    private readonly Random random = new(seed);

    public IReadOnlyList<CohortId> Cohorts { get; } = [.. Enumerable.Range(0, 3).Select(_ => new CohortId(Guid.NewGuid()))];

    public DateOnly Day() => First.AddDays(random.Next(120));

    public DateTimeOffset Time() => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(150));

    public IReadOnlyList<EventToAppend> Person(ParticipantId id, int events)
    {
        var enrollments = Enumerable.Range(0, random.Next(1, 3)).Select(_ => new EnrollmentId(Guid.NewGuid())).ToList();
        var job = new JobId(Guid.NewGuid());
        var sessions = Enumerable.Range(0, 5).Select(_ => new SessionId(Guid.NewGuid())).ToList(); // few: marked again and again, on other days too
        var written = new List<EventToAppend> { Written.Event(new ParticipantRegistered(id, $"P-{id.Value:N}"), Day(), Time()) };
        foreach (var enrollment in enrollments) written.Add(Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "America/Halifax"), random.Next(5) == 0 ? null : Day(), Time()));
        while (written.Count < events)
        {
            var of = enrollments[random.Next(enrollments.Count)];
            var target = written[random.Next(written.Count)];
            JourneyEvent happened = random.Next(18) switch
            {
                0 or 1 => new OfferAccepted(of, Cohorts[random.Next(3)]),
                2 or 3 or 4 => new StageEntered(of, Stages[random.Next(4)]),
                5 or 6 => new StageLeft(of, Stages[random.Next(4)], (StageEnd)random.Next(3)),
                7 => new Exited(of, random.Next(2) == 0 ? "moved" : "other"),
                8 => new ReEntered(of, Stages[random.Next(4)]),
                9 => new OutcomeRecorded(of, random.Next(2) == 0 ? "Pass" : "Fail", OutcomeKind.Completed),
                10 => new Graduated(of),
                11 => new EmploymentStarted(of, job, null, new JobTerms(null, null, null, null, null, null)),
                12 => new JobLost(of, job, JobLossReason.Other),
                13 or 14 or 15 => new AttendanceMarked(of, sessions[random.Next(5)], Stages[random.Next(4)], (Presence)random.Next(4)),
                16 => new EntryRetracted(target.Id, CorrectionReason.Other),
                _ => Body.Read(target.Type, target.Data) is { } old and not ICorrection
                    ? new EntryAmended(target.Id, old, Occurred.OnDay(Day()), CorrectionReason.WrongDate)
                    : new StageEntered(of, Stages[0]),
            };
            written.Add(Written.Event(happened, random.Next(8) == 0 ? null : Day(), Time()));
        }
        return written;
    }

    /// <summary>Much of it comes in order, as in a life that is written down as it goes; the rest is late, corrected or undated.</summary>
    public IReadOnlyList<EventToAppend> Life(ParticipantId id, int events)
    {
        var clock = new DateTimeOffset(First.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var life = new List<EventToAppend>();
        foreach (var written in Person(id, events))
        {
            if (random.Next(4) > 0) clock = clock.AddHours(random.Next(1, 60));
            life.Add(random.Next(6) == 0 ? written : written with { OccurredAt = clock, Precision = OccurredPrecision.Day, RecordedAt = clock });
        }
        return life;
    }

    /// <summary>What is written on a cohort's stream after its opening.</summary>
    public IReadOnlyList<EventToAppend> Plan(int events)
    {
        var sessions = Enumerable.Range(0, 4).Select(_ => new SessionId(Guid.NewGuid())).ToList();
        return [.. Enumerable.Range(0, events).Select(_ => Written.Event(random.Next(6) switch
        {
            0 or 1 or 2 => new SessionScheduled(sessions[random.Next(4)], Stages[random.Next(4)], Day()),
            3 => new SessionMoved(sessions[random.Next(4)], Day()),
            4 => new SessionCancelled(sessions[random.Next(4)], "snow"),
            _ => (JourneyEvent)new SeatTaken(new EnrollmentId(Guid.NewGuid()), new ParticipantId(Guid.NewGuid())),
        }, random.Next(8) == 0 ? null : Day(), Time()))];
    }

    public int Next(int max) => random.Next(max);

    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }
}
