-- $1 shard, $2 version, $3 stream, $4 the event it is parked at, $5 reason, $6 who. Its rows are made at the next try, which is now.
with due as (
  update journey.parked set next_try = clock_timestamp(), attempts = 0 where shard = $1 and version = $2 and stream = $3 and event = $4
  returning type, error)
insert into journey.skipped (shard, version, stream, event, type, error, reason, actor, since)
select $1, $2, $3, $4, d.type, d.error, $5, $6, clock_timestamp() from due d on conflict (shard, version, event) do nothing
