-- ASP.NET's data-protection keys, which all hosts of an installation share. Each is encrypted under the root key.
create schema if not exists journey;

create table journey.protection_key (
  id bigint generated always as identity constraint protection_key_pkey primary key,
  name text not null constraint protection_key_name_key unique,
  xml text not null,
  made_at timestamptz not null default clock_timestamp()
);
