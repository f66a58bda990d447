-- $1 program, $2 after this stream, $3 at most so many: records on which somebody enrolled in it, by the index event_enrolled_in.
select distinct e.stream_id
from journey.event e
where (e.type = 'enrollment_opened' or (e.type = 'entry_amended' and e.data->'replacement'->>'type' = 'enrollment_opened'))
  and coalesce(e.data->>'program', e.data->'replacement'->'data'->>'program') = $1 and e.stream_id > $2
order by e.stream_id
limit $3
