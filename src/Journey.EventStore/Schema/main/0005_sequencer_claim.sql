-- Takes or renews the sequencer's lease for p_owner, for p_lease of this database's time.
-- Gives the epoch that fences its rounds and the number from which to look for gaps; no row while another holds the lease.
-- A renewal keeps the epoch and, with p_settled, moves the mark; a new claim (p_epoch null) raises the epoch, so that whatever
-- an earlier claim still has under way is refused. Zero rows cost no xid.
create function journey.sequencer_claim(p_owner text, p_epoch bigint, p_lease interval, p_settled bigint default null)
returns table (epoch bigint, settled bigint) language sql as $$
  update journey.sequencer s
  set owner = p_owner, lease_until = clock_timestamp() + p_lease,
    epoch = case when p_epoch is null then s.epoch + 1 else s.epoch end,
    settled = greatest(s.settled, coalesce(p_settled, 0))
  where case when p_epoch is null then s.owner is null or s.owner = p_owner or s.lease_until <= clock_timestamp()
    else s.owner = p_owner and s.epoch = p_epoch end
  returning s.epoch, s.settled
$$;
