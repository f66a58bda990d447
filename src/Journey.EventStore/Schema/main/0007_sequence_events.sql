-- One round of the sequencer: gives every visible event without a log row the next position, in seq order (which keeps each
-- stream's order), at most p_limit of them.
--   p_owner, p_epoch   the claim (journey.sequencer_claim)
--   p_highest, p_holes, p_xids   what the last round, or journey.sequencer_start, gave: the highest number in the log; the numbers
--     below it that are missing; and per element of p_holes an xid drawn after all its numbers were
-- Gives the same three for the next round, how many events were appended, the log's head (null when idle) and how long the one
-- that waited longest had been stored.
-- Invariants: a missing number is given up only when the statement that looked for it began after every transaction older than
-- its xid had ended, so nothing is skipped, and a stuck transaction only lets holes live longer. The sequence is read before
-- this transaction draws its xid; appenders draw theirs before a number. An idle round writes nothing and draws no xid.
-- Raises JE010 when the claim is lost, JE011 when the log is not where the last round left it: claim and start again.
create function journey.sequence_events(p_owner text, p_epoch bigint, p_highest bigint, p_holes int8multirange[], p_xids xid8[], p_limit int,
  out appended int, out head bigint, out waited interval, out highest bigint, out holes int8multirange[], out xids xid8[])
language plpgsql
-- The plan must follow the indexes whatever the statistics say: they are stale exactly while a table grows fast.
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  drawn bigint;
  mine xid8;
  oldest xid8;
  base bigint;
  at timestamptz;
  taken int8multirange;
begin
  if current_setting('transaction_isolation') <> 'read committed' or pg_current_xact_id_if_assigned() is not null then
    raise exception 'a round is a read committed transaction of its own';  -- a snapshot per statement; the xid after the sequence
  end if;
  select case when s.is_called then s.last_value else s.last_value - 1 end into drawn from journey.event_seq s;
  oldest := pg_snapshot_xmin(pg_current_snapshot());
  highest := p_highest;
  appended := 0;

  if not exists (select from journey.event e where e.seq > p_highest and e.seq <= drawn)
    and not exists (select from unnest(p_holes) h(ranges), unnest(h.ranges) r(hole)
      join journey.event e on e.seq >= lower(r.hole) and e.seq < upper(r.hole)) then
    select coalesce(array_agg(h.ranges), '{}'), coalesce(array_agg(h.xid), '{}') into holes, xids
    from unnest(p_holes, p_xids) h(ranges, xid) where h.xid > oldest;
    return;
  end if;

  mine := pg_current_xact_id();
  perform from journey.sequencer s
  where s.owner = p_owner and s.epoch = p_epoch and s.lease_until > clock_timestamp() for no key update;
  if not found then raise exception using errcode = 'JE010', message = 'the sequencer''s claim is lost'; end if;
  select coalesce(max(l.seq), 0) into highest from journey.log l;
  if highest <> p_highest then
    raise exception using errcode = 'JE011', message = format('the log ends at %s, not %s', highest, p_highest);
  end if;
  select l.position, l.sequenced_at into base, at from journey.log l order by l.position desc limit 1;
  at := greatest(clock_timestamp(), at);
  oldest := pg_snapshot_xmin(pg_current_snapshot());

  with candidate as (
    (select e.seq from unnest(p_holes) h(ranges), unnest(h.ranges) r(hole)
      join journey.event e on e.seq >= lower(r.hole) and e.seq < upper(r.hole))
    union all
    (select e.seq from journey.event e where e.seq > p_highest and e.seq <= drawn order by e.seq limit p_limit)
    order by seq limit p_limit),
  logged as (
    insert into journey.log (position, seq, sequenced_at, leaf)
    select coalesce(base, 0) + row_number() over (order by e.seq), e.seq, at, journey.event_leaf_v1(e)
    from candidate c join journey.event e using (seq)
    returning log.seq)
  select range_agg(int8range(l.seq, l.seq, '[]')), count(*), greatest(max(l.seq), p_highest), at - min(e.stored_at)
  into taken, appended, highest, waited
  from logged l join journey.event e using (seq);

  -- what stays missing; when the limit cut the look short, nothing is given up
  select coalesce(array_agg(g.missing), '{}'), coalesce(array_agg(g.xid), '{}') into holes, xids
  from (
    select h.ranges - taken as missing, h.xid from unnest(p_holes, p_xids) h(ranges, xid)
    union all
    select int8multirange(int8range(p_highest, highest, '(]')) - taken, mine) g
  where not isempty(g.missing) and (g.xid > oldest or appended = p_limit);

  head := coalesce(base, 0) + appended;
  perform pg_notify('journey_log', head::text);
end $$;
