-- $1 stream, $2 first version, $3 last version, both included.
select e.seq, e.id, e.stream_id, e.version, e.type, e.data::text, e.occurred_at, e.occurred_precision, e.recorded_at, e.stored_at,
  e.actor, e.organization, e.correlation_id, e.causation_id, e.headers::text
from journey.event e where e.stream_id = $1 and e.version between $2 and $3 order by e.version
