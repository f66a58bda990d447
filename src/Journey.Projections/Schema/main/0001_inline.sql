-- The inline read models: written in the append's transaction and repaired from the log. stream_version, linked_version and form
-- say which state a row shows; an older one never overwrites it. Sealed columns hold ciphertext and its place.
create schema if not exists journey;

create table journey.caseload (
  participant uuid not null,
  enrollment uuid not null,
  reference text,
  given_name jsonb,
  family_name jsonb,
  program text not null,
  program_version int not null,
  cohort uuid,
  open_stages text[] not null,
  status text not null,
  since date,
  attention jsonb not null,              -- [{"code": …, "since": …}], oldest first
  case_manager uuid,
  coach uuid,
  last_activity date,
  attendance_rate numeric,
  graduated boolean not null,
  employed boolean not null,
  findings int not null,
  waiting_since date not null,
  stream_version bigint not null,
  linked_version bigint not null,
  form int not null,
  primary key (participant, enrollment)
);
create index on journey.caseload (waiting_since, enrollment);
create index on journey.caseload (cohort, waiting_since, enrollment);
create index on journey.caseload (case_manager) where case_manager is not null;
create index on journey.caseload (coach) where coach is not null;

create table journey.participant_header (
  participant uuid not null primary key,
  reference text,
  given_name jsonb,
  family_name jsonb,
  birth_date jsonb,
  contact text[] not null,
  registered date,
  linked_with uuid[] not null,
  linked_into uuid,
  enrollments uuid[] not null,
  employed boolean not null,
  last_activity date,
  stream_version bigint not null,
  linked_version bigint not null,
  form int not null
);
create index on journey.participant_header (reference);
