-- Appends events to streams: all or nothing, in the caller's transaction.
--   p_streams, p_stream_types, p_expected   one element per stream; expected 0: must be new, null: whatever it is
--   p_counts                                how many of the events go to each stream (0: only check and hold its version)
--   p_stream_no                             per event: which of the streams, from 1
--   p_behind                                per event: how many events of its stream come after it in this call
--   the rest                                per event, in the order the numbers are to be drawn
-- Gives the last number drawn (null without events) and each stream's version.
-- Raises JE001 conflict, JE002 not found, JE003 archived, with {"stream", "expected", "actual"} as hint.
-- Invariants: streams are locked in id order, so two appends never wait for each other in a circle; the transaction has its
-- xid before it draws a number (the sequencer relies on it); whoever loses draws none.
-- One stream and one event, which most appends are, go without sets.
create function journey.append(
  p_streams uuid[], p_stream_types text[], p_expected bigint[], p_counts int[],
  p_stream_no int[], p_behind int[], p_ids uuid[], p_types text[], p_data jsonb[],
  p_occurred timestamptz[], p_precision smallint[], p_recorded timestamptz[],
  p_actors uuid[], p_organizations uuid[], p_correlations text[], p_causations text[], p_headers jsonb[],
  out last_seq bigint, out versions bigint[])
language plpgsql
-- By the indexes, also while the tables grow faster than their statistics; and by one plan that is kept: how many elements an array has
-- is known only at each call, which makes planning anew look cheaper every time, and that took half of an append's processor time.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  stored timestamptz := clock_timestamp();
  taken bigint[];
  refused record;
begin
  if array_position(p_expected, null) is not null or 0 = any(p_expected) then
    insert into journey.stream (id, type, version, created_at)
    select w.id, w.type, 0, stored
    from unnest(p_streams, p_stream_types, p_expected) w(id, type, expected)
    where w.expected is null or w.expected = 0
    order by w.id
    on conflict on constraint stream_pkey do nothing;
  end if;

  if cardinality(p_streams) = 1 then
    update journey.stream s set version = s.version + p_counts[1]
    where s.id = p_streams[1] and s.archived_at is null and (p_expected[1] is null or s.version = p_expected[1])
    returning '{1}', array[s.version] into taken, versions;
  else
    perform from journey.stream s where s.id = any(p_streams) order by s.id for no key update;
    with written as (
      update journey.stream s set version = s.version + w.events
      from unnest(p_streams, p_expected, p_counts) with ordinality w(id, expected, events, no)
      where s.id = w.id and s.archived_at is null and (w.expected is null or s.version = w.expected)
      returning w.no, s.version)
    select array_agg(written.no), array_agg(written.version order by written.no) into taken, versions from written;
  end if;

  if coalesce(cardinality(taken), 0) < cardinality(p_streams) then
    select w.id, w.expected, s.version, s.archived_at into refused  -- the first one, in the caller's order
    from unnest(p_streams, p_expected) with ordinality w(id, expected, no)
    left join journey.stream s on s.id = w.id
    where taken is null or w.no <> all(taken)
    order by w.no limit 1;
    raise exception using
      errcode = case when refused.version is null then 'JE002' when refused.archived_at is not null then 'JE003' else 'JE001' end,
      message = format('stream %s: expected version %s, found %s%s', refused.id, coalesce(refused.expected::text, 'any'),
        coalesce(refused.version::text, 'none'), case when refused.archived_at is not null then ', archived' else '' end),
      hint = json_build_object('stream', refused.id, 'expected', refused.expected, 'actual', refused.version);
  end if;

  if cardinality(p_ids) = 1 then
    insert into journey.event (seq, id, stream_id, version, type, data, occurred_at, occurred_precision, recorded_at, stored_at,
      actor, organization, correlation_id, causation_id, headers)
    values (nextval('journey.event_seq'), p_ids[1], p_streams[p_stream_no[1]], versions[p_stream_no[1]] - p_behind[1], p_types[1], p_data[1],
      p_occurred[1], p_precision[1], p_recorded[1], stored, p_actors[1], p_organizations[1], p_correlations[1], p_causations[1], p_headers[1])
    returning seq into last_seq;
  elsif cardinality(p_ids) > 0 then
    insert into journey.event (seq, id, stream_id, version, type, data, occurred_at, occurred_precision, recorded_at, stored_at,
      actor, organization, correlation_id, causation_id, headers)
    select nextval('journey.event_seq'), e.id, p_streams[e.stream_no], versions[e.stream_no] - e.behind, e.type, e.data,
      e.occurred_at, e.precision, e.recorded_at, stored, e.actor, e.organization, e.correlation_id, e.causation_id, e.headers
    from unnest(p_stream_no, p_behind, p_ids, p_types, p_data, p_occurred, p_precision, p_recorded, p_actors, p_organizations,
        p_correlations, p_causations, p_headers) with ordinality
      e(stream_no, behind, id, type, data, occurred_at, precision, recorded_at, actor, organization, correlation_id,
        causation_id, headers, no)
    order by e.no;
    last_seq := currval('journey.event_seq');
  end if;
end $$;
