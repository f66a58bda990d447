-- $1 shard, $2 version, $3 stream: to be tried now, and its attempts are counted anew.
update journey.parked set next_try = clock_timestamp(), attempts = 0 where shard = $1 and version = $2 and stream = $3
