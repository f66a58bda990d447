-- Open work by role. $1 now, $2 role (null: any), $3 last due day (included; null: any).
select json_build_object('role', d.role, 'open', count(*), 'overdue', count(*) filter (where d.settled = 'Missed' or d.settled is null and t.today > d.last_day),
  'due', count(*) filter (where d.settled is null and t.today between d.due and d.last_day), 'upcoming', count(*) filter (where d.settled is null and t.today < d.due),
  'late_known', count(*) filter (where d.settled = 'LateKnown'), 'unowned', count(*) filter (where d.unowned), 'waiting', count(*) filter (where d.waiting is not null))::text
from journey.due_work d cross join lateral (select ($1::timestamptz at time zone d.zone)::date as today) t
where ($2::text is null or d.role = $2) and ($3::date is null or d.due <= $3)
group by d.role order by d.role
