-- $1 shard, $2 version, $3 streams looked at, $4 those of them that cannot be taken, $5 at which event, $6 its wire name, $7 why, $8 after how
-- many attempts a stream waits to be tried by hand. The pause doubles from one second to five minutes. Names that this host does not
-- know stay with the shard, so that who knows them has precedence.
with gone as (
  delete from journey.parked p where p.shard = $1 and p.version = $2 and p.stream = any($3) and p.stream <> all($4)),
failed as (
  select u.*, case when p.event is not distinct from u.event and p.error = u.error then p.attempts + 1 else 1 end as attempts,
    case when p.event is not distinct from u.event and p.error = u.error then p.since end as since
  from unnest($4, $5, $6, $7) u(stream, event, type, error)
  left join journey.parked p on p.shard = $1 and p.version = $2 and p.stream = u.stream),
unread as (
  update journey.shard s set unread = array(select distinct n from (select unnest(s.unread) union select f.type from failed f where f.error = 'unknown-event') x(n) order by n)
  where s.name = $1 and s.version = $2 and exists (select from failed f where f.error = 'unknown-event' and f.type <> all(s.unread)))
insert into journey.parked (shard, version, stream, event, type, position, error, attempts, since, next_try)
select $1, $2, f.stream, f.event, f.type, (select l.position from journey.event e join journey.log l on l.seq = e.seq where e.id = f.event), f.error, f.attempts,
  coalesce(f.since, clock_timestamp()), case when f.attempts < $8 then clock_timestamp() + least(2 ^ (f.attempts - 1), 300) * interval '1 second' end
from failed f
on conflict (shard, version, stream) do update set event = excluded.event, type = excluded.type, position = excluded.position, error = excluded.error,
  attempts = excluded.attempts, since = excluded.since, next_try = excluded.next_try
