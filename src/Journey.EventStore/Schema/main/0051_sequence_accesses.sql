-- One round of the sequencer over the records of access: journey.sequence_events over the other two tables, where parameters, results and
-- invariants are said; the claim is the same one. Nobody follows this log as it grows, so nobody is notified.
create function journey.sequence_accesses(p_owner text, p_epoch bigint, p_highest bigint, p_holes int8multirange[], p_xids xid8[], p_limit int,
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
  given_at timestamptz;
  taken int8multirange;
begin
  if current_setting('transaction_isolation') <> 'read committed' or pg_current_xact_id_if_assigned() is not null then
    raise exception 'a round is a read committed transaction of its own';  -- a snapshot per statement; the xid after the sequence
  end if;
  select case when s.is_called then s.last_value else s.last_value - 1 end into drawn from journey.access_seq s;
  oldest := pg_snapshot_xmin(pg_current_snapshot());
  highest := p_highest;
  appended := 0;

  if not exists (select from journey.access a where a.seq > p_highest and a.seq <= drawn)
    and not exists (select from unnest(p_holes) h(ranges), unnest(h.ranges) r(hole)
      join journey.access a on a.seq >= lower(r.hole) and a.seq < upper(r.hole)) then
    select coalesce(array_agg(h.ranges), '{}'), coalesce(array_agg(h.xid), '{}') into holes, xids
    from unnest(p_holes, p_xids) h(ranges, xid) where h.xid > oldest;
    return;
  end if;

  mine := pg_current_xact_id();
  perform from journey.sequencer s
  where s.owner = p_owner and s.epoch = p_epoch and s.lease_until > clock_timestamp() for no key update;
  if not found then raise exception using errcode = 'JE010', message = 'the sequencer''s claim is lost'; end if;
  select coalesce(max(l.seq), 0) into highest from journey.access_log l;
  if highest <> p_highest then
    raise exception using errcode = 'JE011', message = format('the log ends at %s, not %s', highest, p_highest);
  end if;
  select l.position, l.sequenced_at into base, given_at from journey.access_log l order by l.position desc limit 1;
  given_at := greatest(clock_timestamp(), given_at);
  oldest := pg_snapshot_xmin(pg_current_snapshot());

  with candidate as (
    (select a.seq from unnest(p_holes) h(ranges), unnest(h.ranges) r(hole)
      join journey.access a on a.seq >= lower(r.hole) and a.seq < upper(r.hole))
    union all
    (select a.seq from journey.access a where a.seq > p_highest and a.seq <= drawn order by a.seq limit p_limit)
    order by seq limit p_limit),
  logged as (
    insert into journey.access_log (position, seq, sequenced_at, leaf)
    select coalesce(base, 0) + row_number() over (order by a.seq), a.seq, given_at, sha256('\x00'::bytea || a.entry)
    from candidate c join journey.access a using (seq)
    returning access_log.seq)
  select range_agg(int8range(l.seq, l.seq, '[]')), count(*), greatest(max(l.seq), p_highest), given_at - min(a.stored_at)
  into taken, appended, highest, waited
  from logged l join journey.access a using (seq);

  -- what stays missing; when the limit cut the look short, nothing is given up
  select coalesce(array_agg(g.missing), '{}'), coalesce(array_agg(g.xid), '{}') into holes, xids
  from (
    select h.ranges - taken as missing, h.xid from unnest(p_holes, p_xids) h(ranges, xid)
    union all
    select int8multirange(int8range(p_highest, highest, '(]')) - taken, mine) g
  where not isempty(g.missing) and (g.xid > oldest or appended = p_limit);

  head := coalesce(base, 0) + appended;
end $$;
