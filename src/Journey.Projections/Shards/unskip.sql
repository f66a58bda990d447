-- $1 shard, $2 version, $3 a stream that can be taken whole now.
delete from journey.skipped where shard = $1 and version = $2 and stream = $3
