-- $1 model, $2 number, $3 so many events a chunk, and the rest of its last stream's.
with stream as (select id, version, (sum(version) over (order by id) - version)::bigint / $3 as bucket from journey.stream),
ends as (select distinct on (bucket) bucket, id from stream order by bucket, id desc),
sums as (select bucket, sum(version)::bigint as events from stream group by bucket),
planned as (
  insert into journey.build_chunk (model, number, chunk, after, upto, events)
  select $1, $2, row_number() over w, coalesce(lag(e.id) over w, '00000000-0000-0000-0000-000000000000'), e.id, s.events
  from ends e join sums s on s.bucket = e.bucket
  window w as (order by e.bucket)
  returning events)
update journey.build set chunks = (select count(*) from planned), events = (select coalesce(sum(events), 0) from planned) where model = $1 and number = $2
