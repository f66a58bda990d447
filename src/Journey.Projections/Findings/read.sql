-- $1 code, $2 cohort, $3 last outcome (null: any), $4 and $5 the enrollment and participant shown last, $6 at most so many, $7 true on,
-- $8 known on (null: no limit), $9 and $10 for whom (0030_readers.sql; null: anybody). On any two clocks an enrollment has a finding at most once.
select (to_jsonb(f) || jsonb_build_object('reference', h.reference))::text
from journey.finding f
left join journey.participant_header h on h.participant = f.participant
where f.code = $1 and ($2::uuid is null or f.cohort = $2) and ($3::text is null or f.outcome = $3)
  and f.valid_from <= coalesce($7::date, 'infinity') and (f.valid_to is null or f.valid_to > coalesce($7::date, 'infinity'))
  and f.known_from <= coalesce($8::timestamptz, 'infinity') and (f.known_to is null or f.known_to > coalesce($8::timestamptz, 'infinity'))
  and ($4::uuid is null or (f.enrollment, f.participant) > ($4, $5::uuid))
  and ($9::uuid[] is null or exists (select from journey.caseload c
    where c.participant = f.participant and c.enrollment = f.enrollment and (c.readers && $9 or c.organizations && $10)))
order by f.enrollment, f.participant
limit $6
