-- A build is a read model's rows of one version, made from the log. The served one is what readers see. state:
--   filling    chunk by chunk, each stream read once
--   indexing   everything is there but for its indexes
--   following  takes what was appended since it began, and changes places with the served one when it has
--   served     what readers see; hosts of its version follow the log with it
--   kept       another version is served; hosts of this version follow with it still
--   old        nobody's any more: dropped as soon as nobody holds its tables
create table journey.build (
  model text not null,
  version int not null,
  number int not null,                   -- 1, 2, 3 … over all builds of the model
  tables text,                           -- the schema of its tables; null: the model's rows are replaced where they are
  state text not null constraint build_state_check check (state in ('filling', 'indexing', 'following', 'served', 'kept', 'old')),
  start bigint not null,                 -- the log's head when it began: up to here streams are read, from here on the log
  events bigint,                         -- of the streams to read; null until that is planned
  chunks int,
  indexes text[] not null default '{}',  -- the statements that make them, while they wait
  began_at timestamptz not null default clock_timestamp(),
  served_at timestamptz,
  idle_since timestamptz,                -- of a kept one: since when no host has held it
  constraint build_pkey primary key (model, number)
);
create unique index build_served on journey.build (model) where state = 'served';
create unique index build_under_way on journey.build (model, version) where state in ('filling', 'indexing', 'following');

-- Streams after one id up to and with another. done_at is set in the transaction that writes their rows: a build that was killed goes on.
create table journey.build_chunk (
  model text not null,
  number int not null,
  chunk int not null,
  after uuid not null,
  upto uuid not null,
  events bigint not null,
  done_at timestamptz,
  constraint build_chunk_pkey primary key (model, number, chunk)
);

-- The inline read models have one build in place.
insert into journey.build (model, version, number, tables, state, start, events, chunks, served_at) values ('caseload', 1, 1, null, 'served', 0, 0, 0, clock_timestamp());
