-- $1 shard, $2 version, $3 owner, $4 epoch.
update journey.shard set owner = null, lease_until = '-infinity' where name = $1 and version = $2 and owner = $3 and epoch = $4
