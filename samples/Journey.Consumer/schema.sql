-- This consumer's own database: what it took over, up to which position, and what follows from it.
create schema if not exists outcomes;

-- One row. It moves in the transaction that applies what was read: neither is ever there without the other.
create table if not exists outcomes.feed (one boolean primary key default true check (one), origin text not null default '', position bigint not null default 0);
insert into outcomes.feed default values on conflict do nothing;

-- The entries that this consumer has a use for, so that a correction can take one back.
create table if not exists outcomes.entry (position bigint primary key, event uuid not null unique, subject text not null, entry jsonb not null);
create index if not exists entry_subject on outcomes.entry (subject);

-- What holds of each enrollment now, as far as corrections are known.
create table if not exists outcomes.enrollment (enrollment uuid primary key, subject text not null, cohort uuid, graduated text, first_job text);

-- People who took their consent back, or were erased: nothing of theirs is kept.
create table if not exists outcomes.refused (subject text primary key);

-- Deletions that are done here and not acknowledged yet.
create table if not exists outcomes.owed (event uuid primary key);

create or replace view outcomes.by_cohort as
select cohort, count(*) as people, count(graduated) as graduated, count(first_job) as in_a_first_job from outcomes.enrollment where cohort is not null group by cohort;
