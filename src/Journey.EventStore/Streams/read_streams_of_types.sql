-- $1 streams, $2 event types.
select e.seq, e.id, e.stream_id, e.version, e.type, e.data::text, e.occurred_at, e.occurred_precision, e.recorded_at, e.stored_at,
  e.actor, e.organization, e.correlation_id, e.causation_id, e.headers::text
from journey.event e where e.stream_id = any($1) and e.type = any($2) order by e.stream_id, e.version
