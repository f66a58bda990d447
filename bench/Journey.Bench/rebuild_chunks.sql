-- Chunks of some 10,000 events, as a rebuild plans them.
select coalesce(lag(c.upto) over (order by c.upto), '00000000-0000-0000-0000-000000000000'), c.upto
from (select (array_agg(s.id order by s.id desc))[1] as upto
      from (select id, (sum(version) over (order by id) - version)::bigint / 10000 as bucket from journey.stream) s group by s.bucket) c
