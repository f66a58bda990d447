-- $1 after this stream, $2 up to and with this one: the rows and columns that a rebuild reads.
select e.seq, e.id, e.stream_id, e.version, e.type, e.data::text, e.occurred_at, e.occurred_precision, e.recorded_at, e.stored_at,
  e.actor, e.organization, e.correlation_id, e.causation_id, e.headers::text
from journey.event e where e.stream_id > $1 and e.stream_id <= $2 order by e.stream_id, e.version
