-- $1 after this position, $2 at most so many, $3 wire names (null: all). In log order.
select e.seq, e.id, e.stream_id, e.version, e.type, e.data::text, e.occurred_at, e.occurred_precision, e.recorded_at, e.stored_at,
  e.actor, e.organization, e.correlation_id, e.causation_id, e.headers::text, l.position, l.sequenced_at
from journey.log l join journey.event e on e.seq = l.seq
where l.position > $1 and ($3::text[] is null or e.type = any($3))
order by l.position limit $2
