-- $1 seq (null: none), $2 names and $3 versions of read models. Whether that append is visible here, its position, how far the least
-- advanced of the models is; whether this is a replica, and how many seconds it is behind at most.
select $1::bigint is null or exists (select from journey.event where seq = $1), (select position from journey.log where seq = $1),
  (select coalesce(min(coalesce(s.position, 0)), 0) from unnest($2::text[], $3::int[]) m(name, version) left join journey.shard s on s.name = m.name and s.version = m.version),
  pg_is_in_recovery(), coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8
