-- The streams that the store's side has, for the raw side; $1 of this type.
with s as (insert into raw.stream select * from journey.stream where type = $1 returning id)
insert into raw.event select nextval('raw.event_seq'), e.id, e.stream_id, e.version, e.type, e.data, e.occurred_at, e.occurred_precision, e.recorded_at,
  e.stored_at, e.actor, e.organization, e.correlation_id, e.causation_id, e.headers
from s join journey.event e on e.stream_id = s.id
