-- $1 model, $2 version served: since when no host follows with a kept build of another version.
update journey.build b set idle_since = case when h.held then null else coalesce(b.idle_since, clock_timestamp()) end
from (select k.number, exists (select from journey.shard s where s.name = $1 and s.version = k.version and s.lease_until > clock_timestamp()) as held
      from journey.build k where k.model = $1 and k.state = 'kept') h
where b.model = $1 and b.number = h.number and (b.idle_since is null) = not h.held
  and exists (select from journey.build n where n.model = $1 and n.state = 'served' and n.version = $2)
