-- One page of the caseload. $1 staff, $2 cohort, $3 program, $4 open in one of these stages, $5 status, $6 only with attention, $7 and $8 the last
-- row shown before, $9 at most so many, $10 and $11 for whom (0030_readers.sql). Null: any.
select to_jsonb(c)::text
from journey.caseload c
where ($1::uuid is null or c.case_manager = $1 or c.coach = $1)
  and ($2::uuid is null or c.cohort = $2)
  and ($3::text is null or c.program = $3)
  and ($4::text[] is null or c.open_stages && $4)
  and ($5::text is null or c.status = $5)
  and (not $6::boolean or c.attention <> '[]')
  and ($7::date is null or (c.waiting_since, c.enrollment) > ($7, $8::uuid))
  and ($10::uuid[] is null or c.readers && $10 or c.organizations && $11)
order by c.waiting_since, c.enrollment
limit $9
