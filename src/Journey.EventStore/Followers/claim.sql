-- $1 name, $2 version, $3 owner, $4 lease, $5 the position to begin after. No row: another holds it. Its row is made at the first claim.
-- Gives who held it before without having let go.
with made as (
  insert into journey.shard (name, version, position, owner, epoch, lease_until)
  values ($1, $2, $5, $3, 1, clock_timestamp() + $4) on conflict do nothing returning epoch, position, null::text as before),
free as (
  select s.name, s.version, s.owner from journey.shard s
  where s.name = $1 and s.version = $2 and (s.lease_until < clock_timestamp() or s.owner = $3) for update skip locked),
claimed as (
  update journey.shard s set owner = $3, epoch = s.epoch + 1, lease_until = clock_timestamp() + $4
  from free f where s.name = f.name and s.version = f.version returning s.epoch, s.position, f.owner as before)
select c.epoch, c.position, journey.current_log_origin(), c.before
from (select epoch, position, before from made union all select epoch, position, before from claimed) c
