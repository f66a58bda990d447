-- $1 shard, $2 version: the streams it leaves alone, whether each is to be tried now, and the events it leaves out.
select stream, coalesce(next_try <= clock_timestamp(), false), null::uuid from journey.parked where shard = $1 and version = $2
union all
select stream, false, event from journey.skipped where shard = $1 and version = $2
