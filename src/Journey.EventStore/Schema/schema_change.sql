-- Which schema files this database has seen. hash is the SHA-256 of the file's text (LF line ends): an applied file never changes.
create schema if not exists journey;
create table if not exists journey.schema_change (
  module text not null,
  number int not null,
  name text not null,
  hash text not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (module, number)
);
