-- Counts events against log rows, in one snapshot. Where they differ, looks for events that the sequencer neither logged nor
-- awaits: a foreign writer's, who drew a number before an xid, or chose one.
--   p_highest, p_holes   as in journey.sequence_events
-- Gives how many there are, and as unsequenced those that the next round can log: the others lie above the sequence's last number.
create function journey.reconcile(p_highest bigint, p_holes int8multirange[], out foreign_events bigint, out unsequenced int8multirange)
language plpgsql stable set jit = off as $$
declare
  drawn bigint;
begin
  foreign_events := 0;
  select case when s.is_called then s.last_value else s.last_value - 1 end into drawn from journey.event_seq s;
  if (select (select count(*) from journey.event) = (select count(*) from journey.log)) then return; end if;

  select count(*), range_agg(int8range(e.seq, e.seq, '[]')) filter (where e.seq <= p_highest) into foreign_events, unsequenced
  from journey.event e
  where not exists (select from journey.log l where l.seq = e.seq)
    and (e.seq <= p_highest or e.seq > drawn)
    and not exists (select from unnest(p_holes) h(ranges) where h.ranges @> e.seq);
end $$;
