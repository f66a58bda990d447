-- The form in which an event enters the log's Merkle tree: a JSON array of the form's name, id, stream, version, type, occurred,
-- precision, recorded, stored, actor, organization, correlation, causation, sha256 of headers::text, sha256 of data::text.
-- Times are UTC with six decimals, hashes small hex, what is absent null. Invariant: this function never changes; another
-- form is another function with another name. Nothing outside the database computes it again.
create function journey.event_entry_v1(e journey.event) returns text language sql stable parallel safe as $$
  select json_build_array('journey/event/v1', e.id, e.stream_id, e.version, e.type,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.occurred_precision,
    to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(e.stored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor, e.organization, e.correlation_id, e.causation_id,
    encode(sha256(convert_to(e.headers::text, 'UTF8')), 'hex'), encode(sha256(convert_to(e.data::text, 'UTF8')), 'hex'))::text
$$;
