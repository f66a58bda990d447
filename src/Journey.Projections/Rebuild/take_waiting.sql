-- $1 the build's name, $2 version, $3 shard: what the build left alone.
update journey.parked set shard = $3 where shard = $1 and version = $2
