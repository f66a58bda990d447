-- $1 name, $2 version: until when somebody holds it, and who.
select lease_until, owner from journey.shard where name = $1 and version = $2
