-- Every shard with its distance to the log's head; rebuilds under way are told by Rebuild/progress.sql.
select json_build_object(
  'shard', s.name, 'version', s.version, 'position', s.position, 'head', h.head, 'events', greatest(h.head - s.position, 0),
  'seconds', coalesce(extract(epoch from clock_timestamp() - n.sequenced_at), 0),
  'status', case when s.lease_until < clock_timestamp() then 'unclaimed' else s.status end, 'error', s.error,
  'waiting', (select coalesce(json_agg(json_build_object('stream', w.stream, 'reason', w.reason, 'position', w.position) order by w.position, w.stream), '[]')
    from journey.shard_waiting w where w.shard = s.name and w.version = s.version))::text
from journey.shard s
cross join (select coalesce(max(position), 0) as head from journey.log) h
left join journey.log n on n.position = s.position + 1
where s.name not like 'rebuild:%'
order by s.name, s.version
