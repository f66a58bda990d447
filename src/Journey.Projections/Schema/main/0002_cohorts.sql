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

create table journey.cohort (
  cohort uuid not null primary key,
  name text not null,
  program text not null,
  program_version int not null,
  variant text,
  site text,
  starts date,
  ends date,
  capacity int,
  sessions int not null,
  closed boolean not null
);

-- What an enrollment's history leaves open or contradicts, as known now.
create table journey.finding (
  participant uuid not null,
  enrollment uuid not null,
  code text not null,
  program text not null,
  cohort uuid,
  outcome text,                          -- the enrollment's last
  events uuid[] not null,
  primary key (participant, enrollment, code)
);
create index on journey.finding (code, enrollment, participant);
create index on journey.finding (cohort, code);
