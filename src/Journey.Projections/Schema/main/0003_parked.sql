-- Streams whose rows a shard leaves as they are, since it could not take their history; the other streams flow. Tried again after a
-- time that grows, whenever the shard is claimed, and by hand. No value of an event is ever here.
create table journey.parked (
  shard text not null,
  version int not null,
  stream uuid not null,
  event uuid,                            -- the first one it cannot be taken with; null: not found
  type text,                             -- its wire name
  position bigint,                       -- its place in the log
  error text not null,                   -- unknown-event, unreadable-body, an exception's name, or sqlstate-…
  attempts int not null,
  since timestamptz not null,
  next_try timestamptz,                  -- null: only by hand, or when another host claims the shard
  constraint parked_pkey primary key (shard, version, stream)
);

-- Events that somebody let a shard leave out: it makes the stream's rows without them, until a host can take them.
create table journey.skipped (
  shard text not null,
  version int not null,
  stream uuid not null,                  -- that it held up
  event uuid not null,
  type text not null,
  error text not null,
  reason text not null,
  actor uuid,
  since timestamptz not null,
  constraint skipped_pkey primary key (shard, version, event)
);
