-- $1 shard, $2 version: what it left alone, the new rows have left alone too, or not.
delete from journey.parked where shard = $1 and version = $2
