-- The raw twin of an append: one statement writes stream, events, inline row and idempotency row.
-- $1 stream, $2 expected version, $3 how many events, $4 ids, $5 types, $6 data, $7 occurred, $8 precision, $9 recorded, $10 actors,
-- $11 organizations, $12 correlations, $13 causations, $14 headers, $15 client, $16 route, $17 key, $18 keyed hash, $19 answer, $20 status.
with s as (
  update raw.stream set version = version + $3 where id = $1 and version = $2 returning id, version),
e as (
  insert into raw.event (seq, id, stream_id, version, type, data, occurred_at, occurred_precision, recorded_at, stored_at,
    actor, organization, correlation_id, causation_id, headers)
  select nextval('raw.event_seq'), u.id, s.id, s.version - $3 + u.no, u.type, u.data, u.occurred, u.precision, u.recorded, clock_timestamp(),
    u.actor, u.organization, u.correlation, u.causation, u.headers
  from s, unnest($4::uuid[], $5::text[], $6::jsonb[], $7::timestamptz[], $8::smallint[], $9::timestamptz[], $10::uuid[], $11::uuid[], $12::text[], $13::text[], $14::jsonb[])
    with ordinality u(id, type, data, occurred, precision, recorded, actor, organization, correlation, causation, headers, no)),
c as (
  insert into raw.command (client, route, key, body_mac, answer) select $15, $16, $17, $18, $19 from s),
h as (
  insert into raw.header as h (stream, status, stream_version) select s.id, $20, s.version from s
  on conflict (stream) do update set status = excluded.status, stream_version = excluded.stream_version
  where excluded.stream_version > h.stream_version)
select version from s
