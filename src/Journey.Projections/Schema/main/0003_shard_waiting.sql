-- Streams that a shard leaves as they are: they hold an event that this host cannot read. Tried again whenever the shard is claimed
-- and whenever the stream grows.
create table journey.shard_waiting (
  shard text not null,
  version int not null,
  stream uuid not null,
  reason text not null,
  position bigint not null,              -- how far the shard was when it left the stream first
  primary key (shard, version, stream)
);
