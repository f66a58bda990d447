-- Who looked at what, and who was refused. Rows are only ever inserted, before anything is shown. entry holds the exact bytes
-- of the record's log entry (journey/access/v1), which the columns only make searchable; a position comes from the sequencer.
create sequence journey.access_seq as bigint cache 1;

create table journey.access (
  seq bigint not null constraint access_pkey primary key,
  id uuid not null constraint access_id_key unique,
  nonce bytea not null constraint access_nonce_check check (octet_length(nonce) = 16),
  entry bytea not null constraint access_entry_check check (octet_length(entry) between 1 and 65535),
  at timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  actor uuid,
  organization uuid,
  roles text[] not null,
  on_behalf_of uuid,
  session text,
  client text,
  address text,
  action text not null,
  purpose text not null,
  subjects uuid[] not null,
  resource_type text not null,
  resource_id text,
  resource_version bigint,
  classes text[] not null,
  fields text[] not null,                -- names, never content
  basis text not null,
  basis_reference text,
  basis_version int,
  allowed boolean not null,
  reason text,
  query text,
  results int,
  recipient text,
  export uuid,
  trace text,
  constraint access_reason_check check (allowed = (reason is null))
);
create index access_at on journey.access (at);
create index access_actor on journey.access (actor, at);
create index access_subjects on journey.access using gin (subjects);
