-- $1 shard, $2 version: the streams it left alone.
select stream from journey.shard_waiting where shard = $1 and version = $2
