-- Counts records of access against their log's rows: see journey.reconcile.
create function journey.reconcile_accesses(p_highest bigint, p_holes int8multirange[], out foreign_accesses bigint, out unsequenced int8multirange)
language plpgsql stable set jit = off as $$
declare
  drawn bigint;
begin
  foreign_accesses := 0;
  select case when s.is_called then s.last_value else s.last_value - 1 end into drawn from journey.access_seq s;
  if (select (select count(*) from journey.access) = (select count(*) from journey.access_log)) then return; end if;

  select count(*), range_agg(int8range(a.seq, a.seq, '[]')) filter (where a.seq <= p_highest) into foreign_accesses, unsequenced
  from journey.access a
  where not exists (select from journey.access_log l where l.seq = a.seq)
    and (a.seq <= p_highest or a.seq > drawn)
    and not exists (select from unnest(p_holes) h(ranges) where h.ranges @> a.seq);
end $$;
