-- Every shard with its distance to the log's head, who holds it, and what it leaves alone; rebuilds under way are told by
-- Rebuild/progress.sql. followed: by a live host; true when no host lives.
select json_build_object(
  'shard', s.name, 'version', s.version, 'position', s.position, 'head', h.head, 'events', greatest(h.head - s.position, 0),
  'seconds', coalesce(extract(epoch from clock_timestamp() - n.sequenced_at), 0),
  'status', case when s.lease_until < clock_timestamp() then 'unclaimed' else s.status end, 'error', s.error,
  'owner', s.owner, 'silent_for', greatest(extract(epoch from clock_timestamp() - nullif(s.lease_until, '-infinity')), 0),
  'still_for', case when s.lease_until < clock_timestamp() then 0 else coalesce(extract(epoch from clock_timestamp() - greatest(s.moved_at, n.sequenced_at)), 0) end,
  'parked_for', (select extract(epoch from clock_timestamp() - min(p.since)) from journey.parked p where p.shard = s.name and p.version = s.version),
  'followed', l.live is null or format('%s/%s', s.name, s.version) = any(l.follows),
  'parked', (select coalesce(json_agg(json_build_object('stream', p.stream, 'event', p.event, 'type', p.type, 'position', p.position, 'error', p.error,
      'attempts', p.attempts, 'since', p.since, 'next_try', p.next_try) order by p.since, p.stream), '[]')
    from journey.parked p where p.shard = s.name and p.version = s.version),
  'skipped', (select coalesce(json_agg(json_build_object('stream', k.stream, 'event', k.event, 'type', k.type, 'error', k.error, 'reason', k.reason,
      'actor', k.actor, 'since', k.since) order by k.since, k.event), '[]')
    from journey.skipped k where k.shard = s.name and k.version = s.version))::text
from journey.shard s
cross join (select coalesce(max(position), 0) as head from journey.log) h
left join journey.log n on n.position = s.position + 1
cross join (select max(x.owner) as live, array_agg(distinct f) as follows
  from journey.host x left join lateral unnest(x.follows) f on true where x.seen > clock_timestamp() - interval '6 seconds') l
where s.name not like 'rebuild:%'
order by s.name, s.version
