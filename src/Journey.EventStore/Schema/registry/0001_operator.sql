-- The operators that this installation serves. id is part of the names of their databases and never changes.
create table journey.operator (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null,
  label text,
  main_database text not null unique,
  keys_database text not null unique,
  created_at timestamptz not null default clock_timestamp()
);
