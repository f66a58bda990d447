-- $1 shard, $2 version, $3 position. Whoever followed with the tables before finds that the shard is not theirs any more.
insert into journey.shard as s (name, version, position) values ($1, $2, $3)
on conflict (name, version) do update set position = excluded.position, epoch = s.epoch + 1, owner = null, lease_until = '-infinity', status = 'running', error = null
