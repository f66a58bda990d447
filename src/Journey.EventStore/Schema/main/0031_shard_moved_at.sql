-- When a follower of the log last came on: a host that hangs may keep its lease for as long as it likes.
alter table journey.shard add column moved_at timestamptz not null default clock_timestamp();
