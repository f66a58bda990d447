-- $1 name, $2 version: replayed from somewhere, so that what follows an earlier version has no row to write under any more.
delete from journey.shard where name = $1 and version < $2
