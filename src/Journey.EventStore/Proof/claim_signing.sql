-- $1 owner, $2 lease. No row: another host signs. A claim that goes on keeps its epoch.
update journey.signer s set owner = $1, lease_until = clock_timestamp() + $2, epoch = case when s.owner = $1 and s.lease_until > clock_timestamp() then s.epoch else s.epoch + 1 end
where s.owner = $1 or s.owner is null or s.lease_until <= clock_timestamp()
returning s.epoch
