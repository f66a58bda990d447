-- $1 shard, $2 version, $3 where its row begins, if there is none: rows that were replaced in place are followed by whoever did before.
insert into journey.shard (name, version, position) values ($1, $2, $3) on conflict do nothing
