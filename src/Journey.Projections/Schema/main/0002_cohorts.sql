-- The cohort dashboard's tables: written by one shard that follows the log, built anew in another schema by a rebuild.

-- Every spell on both clocks: true from valid_from up to, not including, valid_to; known (by recorded time) from known_from up to,
-- not including, known_to; null: still. Invariant: at any known time a participant has at most one row of each (enrollment, kind, ordinal).
-- kinds: enrolled (value: program), cohort, stage (detail: how it ended), exit (value: reason, detail: destination),
-- outcome (detail: its kind), graduated, job (value: job, detail: how it ended).
create table journey.spell (
  participant uuid not null,
  enrollment uuid not null,
  kind text not null,
  ordinal int not null,
  value text not null,
  detail text,
  cohort uuid,                           -- of kind cohort
  valid_from date not null,
  valid_to date,
  known_from timestamptz not null,
  known_to timestamptz,
  primary key (participant, enrollment, kind, ordinal, known_from)
);
create index on journey.spell (cohort, valid_from) where cohort is not null;

-- Presence at sessions, on the same two clocks: true from the day it was marked for. Invariant: on any two clocks an enrollment has at most
-- one row of a session. Figures count rows.
create table journey.attendance (
  participant uuid not null,
  enrollment uuid not null,
  session uuid not null,
  stage text not null,
  presence text not null,
  valid_from date not null,
  valid_to date,
  known_from timestamptz not null,
  known_to timestamptz,
  primary key (participant, enrollment, session, valid_from, known_from)
);

-- A cohort's own facts. Invariant: on any two clocks at most one row of a cohort.
create table journey.cohort (
  cohort uuid not null,
  name text not null,
  program text not null,
  program_version int not null,
  variant text,
  site text,
  starts date,
  ends date,
  capacity int,
  sessions int not null,                 -- scheduled and not cancelled
  closed boolean not null,
  valid_from date not null,
  valid_to date,
  known_from timestamptz not null,
  known_to timestamptz,
  primary key (cohort, valid_from, known_from)
);

-- What an enrollment's history leaves open or contradicts. Invariant: on any two clocks an enrollment has a code at most once.
create table journey.finding (
  participant uuid not null,
  enrollment uuid not null,
  code text not null,
  program text not null,
  cohort uuid,                           -- the enrollment's last
  outcome text,                          -- the enrollment's last
  events uuid[] not null,
  valid_from date not null,
  valid_to date,
  known_from timestamptz not null,
  known_to timestamptz,
  primary key (participant, enrollment, code, valid_from, known_from)
);
create index on journey.finding (code, enrollment, participant);
create index on journey.finding (cohort, code);
