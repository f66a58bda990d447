-- The builds under way and those that are served, with what of them is done. rate: of the last ten seconds in which chunks were finished.
-- host: who builds at this moment.
select json_build_object(
  'model', b.model, 'version', b.version, 'number', b.number, 'state', b.state, 'began_at', b.began_at, 'served_at', b.served_at,
  'chunks', coalesce(b.chunks, 0), 'chunks_done', case when b.state = 'filling' then coalesce(c.chunks, 0) else coalesce(b.chunks, 0) end,
  'events', coalesce(b.events, 0), 'events_done', case when b.state = 'filling' then coalesce(c.events, 0) else coalesce(b.events, 0) end,
  'rate', coalesce(c.rate, 0), 'position', s.position, 'head', h.head, 'host', s.owner)::text
from journey.build b
cross join (select coalesce(max(position), 0) as head from journey.log) h
left join journey.shard s on s.name = 'rebuild:' || b.model and s.version = b.version and b.state in ('filling', 'indexing', 'following') and s.lease_until > clock_timestamp()
left join lateral (
  select count(*) as chunks, sum(c.events) as events,
    sum(c.events) filter (where c.done_at > clock_timestamp() - interval '10 s')
      / extract(epoch from least(greatest(clock_timestamp() - b.began_at, interval '1 s'), interval '10 s'))::float8 as rate
  from journey.build_chunk c where c.model = b.model and c.number = b.number and c.done_at is not null) c on b.state = 'filling'
where b.state in ('filling', 'indexing', 'following') or b.state = 'served' and b.number > 1
order by b.model, b.number
