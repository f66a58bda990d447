-- $1 code, $2 cohort, $3 last outcome (null: any), $4 and $5 the enrollment and participant shown last, $6 at most so many.
select (to_jsonb(f) || jsonb_build_object('reference', h.reference))::text
from journey.finding f
left join journey.participant_header h on h.participant = f.participant
where f.code = $1 and ($2::uuid is null or f.cohort = $2) and ($3::text is null or f.outcome = $3)
  and ($4::uuid is null or (f.enrollment, f.participant) > ($4, $5::uuid))
order by f.enrollment, f.participant
limit $6
