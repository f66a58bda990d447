-- One page of open work. $1 now, $2 role, $3 roles and $4 staff that the reader stands for (both null: everything), $5 last due day (included),
-- $6 only what is nobody's, $7 $8 $9 the last row shown before, $10 at most so many, $11 and $12 for whom (0030_readers.sql). Null: any.
select (to_jsonb(d) || jsonb_build_object('state', case
    when d.settled is not null then d.settled
    when t.today > d.last_day then 'Overdue'
    when d.attempts > 0 then 'Attempted'
    when t.today < d.due then 'Upcoming'
    else 'Due' end))::text
from journey.due_work d cross join lateral (select ($1::timestamptz at time zone d.zone)::date as today) t
where ($2::text is null or d.role = $2)
  and ($3::text[] is null or d.role = any($3) or d.staff = $4::uuid)
  and ($5::date is null or d.due <= $5)
  and (not $6::boolean or d.unowned)
  and ($7::date is null or (d.due, d.enrollment, d.item) > ($7, $8::uuid, $9::text))
  and ($11::uuid[] is null or exists (select from journey.caseload c
    where c.participant = d.participant and c.enrollment = d.enrollment and (c.readers && $11 or c.organizations && $12)))
order by d.due, d.enrollment, d.item
limit $10
