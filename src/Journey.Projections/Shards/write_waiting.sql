-- $1 shard, $2 version, $3 streams looked at, $4 those of them that cannot be read, $5 why, $6 the shard's position.
with gone as (
  delete from journey.shard_waiting w where w.shard = $1 and w.version = $2 and w.stream = any($3) and w.stream <> all($4))
insert into journey.shard_waiting (shard, version, stream, reason, position)
select $1, $2, u.stream, u.reason, $6 from unnest($4, $5) u(stream, reason)
on conflict (shard, version, stream) do update set reason = excluded.reason
