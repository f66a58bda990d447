-- $1 event ids. What is stored and not sequenced yet is left out.
select e.seq, e.id, e.stream_id, e.version, e.type, e.data::text, e.occurred_at, e.occurred_precision, e.recorded_at, e.stored_at,
  e.actor, e.organization, e.correlation_id, e.causation_id, e.headers::text, l.position, l.sequenced_at
from journey.event e join journey.log l on l.seq = e.seq where e.id = any($1) order by l.position
