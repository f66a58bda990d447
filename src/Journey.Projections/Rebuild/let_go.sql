-- $1 model, $2 for how long a kept build may be nobody's. With it goes its shard's row.
with nobodys as (
  select b.number, b.version from journey.build b
  where b.model = $1 and b.state = 'kept' and b.idle_since < clock_timestamp() - $2
    and not exists (select from journey.shard s where s.name = $1 and s.version = b.version and s.lease_until > clock_timestamp())),
unclaimed as (delete from journey.shard s using nobodys n where s.name = $1 and s.version = n.version),
forgotten as (delete from journey.parked w using nobodys n where w.shard = $1 and w.version = n.version),
taken_in as (delete from journey.skipped k using nobodys n where k.shard = $1 and k.version = n.version)
update journey.build b set state = 'old' from nobodys n where b.model = $1 and b.number = n.number
