-- The wrapped keys of one operator. This database is never dumped together with the main one, and no key leaves it unwrapped.
create schema if not exists journey;

create table journey.operator_key (
  id uuid not null constraint operator_key_pkey primary key,
  operator text not null,                -- a key database attached to another operator is noticed
  purpose text not null constraint operator_key_purpose_check check (purpose in ('data', 'index')),
  root bytea not null,                   -- fingerprint of the root key that wraps it
  wrapped bytea not null,                -- RFC 5649
  made_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz
);
create unique index operator_key_current on journey.operator_key (purpose) where retired_at is null;

-- One key per subject, scope and class. An erased one keeps its row, so that no new key appears silently in its stead.
create table journey.data_key (
  id uuid not null constraint data_key_pkey primary key,
  subject uuid not null,
  enrollment uuid,                       -- null: what is held about the person as such
  class text not null,
  operator_key uuid not null,
  wrapped bytea,                         -- RFC 5649; null once destroyed
  fingerprint bytea not null constraint data_key_fingerprint_check check (octet_length(fingerprint) = 32),
  made_at timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  constraint data_key_name unique nulls not distinct (subject, enrollment, class),
  constraint data_key_destroyed_check check ((wrapped is null) = (destroyed_at is not null))
);
