-- Hosts that serve this operator: each says every second that it lives, on this database's clock. One that has not for some
-- seconds is taken for dead, and the others share what it did.
create table journey.host (
  owner text not null constraint host_pkey primary key,  -- one run of one process
  program text not null,                 -- its version
  knows text[] not null,                 -- the wire names that it can read
  follows text[] not null,               -- what it could do, as name/version of journey.shard
  started timestamptz not null default clock_timestamp(),
  seen timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

-- Wire names that a host met here and did not know. Kept: who knows more of them has precedence, so that work does not go back
-- to an old host while a newer one lives.
alter table journey.shard add column unread text[] not null default '{}';
