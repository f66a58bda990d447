-- $1 program: how many records there are on which somebody enrolled in it.
select count(distinct e.stream_id)
from journey.event e
where (e.type = 'enrollment_opened' or (e.type = 'entry_amended' and e.data->'replacement'->>'type' = 'enrollment_opened'))
  and coalesce(e.data->>'program', e.data->'replacement'->'data'->>'program') = $1
