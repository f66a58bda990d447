-- The store's tables. Events and log rows are only ever inserted. No foreign keys: journey.append and
-- journey.sequence_events guarantee what they would, and nothing else writes here.

create schema if not exists journey;

-- One number per event, drawn after its stream's row is locked: along a stream, seq order is version order. cache 1 keeps it so.
create sequence journey.event_seq as bigint cache 1;

create table journey.stream (
  id uuid not null constraint stream_pkey primary key,
  type text not null,
  version bigint not null,              -- never indexed: its updates stay on their page
  created_at timestamptz not null,
  archived_at timestamptz
) with (fillfactor = 80);

create table journey.event (
  seq bigint not null constraint event_pkey primary key,
  id uuid not null constraint event_id_key unique,
  stream_id uuid not null,
  version bigint not null,
  type text not null constraint event_type_check check (length(type) between 1 and 100 and type not in ('archived', 'tombstone')),  -- Marten's own
  data jsonb not null,
  occurred_at timestamptz,
  occurred_precision smallint not null,  -- 0 instant, 1 day, 2 month, 3 unknown
  recorded_at timestamptz not null,
  stored_at timestamptz not null,
  actor uuid,
  organization uuid,
  correlation_id text constraint event_correlation_check check (length(correlation_id) <= 1000),
  causation_id text constraint event_causation_check check (length(causation_id) <= 1000),
  headers jsonb,
  constraint event_stream_version_key unique (stream_id, version),
  constraint event_occurred_check check (occurred_precision between 0 and 3 and (occurred_precision = 3) = (occurred_at is null)),
  -- four-digit years: the entry form of a leaf has no other
  constraint event_times_check check (
    recorded_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'
    and (occurred_at is null or occurred_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'))
);

create table journey.log (
  position bigint not null constraint log_pkey primary key,  -- 1, 2, 3 … without gaps
  seq bigint not null constraint log_seq_key unique,
  sequenced_at timestamptz not null,     -- never decreases
  leaf bytea not null                    -- journey.event_leaf_v1
);

-- Who sequences, until when by this database's clock. settled: every number up to it has its log row or will never have an event.
create table journey.sequencer (
  one boolean not null default true constraint sequencer_pkey primary key constraint sequencer_one_check check (one),
  owner text,
  epoch bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  settled bigint not null default 0
);
insert into journey.sequencer default values;

-- Which history the positions belong to. A restore begins another, since positions may be given again after one.
create table journey.log_origin (
  one boolean not null default true constraint log_origin_pkey primary key constraint log_origin_one_check check (one),
  origin uuid not null,
  cluster text not null                  -- where it was drawn: journey.this_cluster()
);

create table journey.command (
  client text not null,
  route text not null,
  key text not null,
  body_mac bytea not null,
  answer json,                           -- json, not jsonb: given back byte for byte
  stored_at timestamptz not null default clock_timestamp(),
  constraint command_pkey primary key (client, route, key)
);

-- A follower of the log and how far it got; claimed by hosts for the time of a lease, fenced by epoch.
create table journey.shard (
  name text not null,
  version int not null,
  position bigint not null default 0,
  owner text,
  epoch bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  status text not null default 'running',
  error text,
  constraint shard_pkey primary key (name, version)
);
