-- $1 name, $2 version, $3 owner, $4 epoch: there is nothing left to follow. No row: it is another's, and the transaction must not commit.
delete from journey.shard where name = $1 and version = $2 and owner = $3 and epoch = $4
