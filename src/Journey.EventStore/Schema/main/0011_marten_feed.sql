-- The log as a Marten event store, to read (docs/marten.md). The views' columns and the two tables' shape are Marten's; what is
-- not sequenced yet is not there yet, also in a stream's version. The tables belong to the team that runs Marten's daemon.
create schema marten_feed;

create view marten_feed.mt_events as
select l.position as seq_id, e.id, e.stream_id, e.version, e.data, null::bytea as bdata, e.type::varchar as type, e.stored_at as "timestamp",
  '*DEFAULT*'::varchar as tenant_id, null::varchar as mt_dotnet_type, e.correlation_id::varchar as correlation_id,
  e.causation_id::varchar as causation_id, e.headers, e.actor::text::varchar as user_name, false as is_archived
from journey.log l join journey.event e on e.seq = l.seq;

create view marten_feed.mt_streams as
select s.id, s.type::varchar as type, last.version, last.stored_at as "timestamp", s.created_at as created,
  '*DEFAULT*'::varchar as tenant_id, s.archived_at is not null as is_archived
from journey.stream s
cross join lateral (
  select e.version, e.stored_at from journey.event e join journey.log l on l.seq = e.seq
  where e.stream_id = s.id order by e.version desc limit 1) last;

create view marten_feed.mt_events_sequence as
select greatest(coalesce(max(l.position), 0), 1) as last_value, count(l.position) > 0 as is_called
from (select position from journey.log order by position desc limit 1) l;

create table marten_feed.mt_event_progression (
  name varchar not null constraint pk_mt_event_progression primary key,
  last_seq_id bigint,
  last_updated timestamptz default transaction_timestamp()
);

create table marten_feed.mt_high_water_skips (
  ending_sequence bigint not null constraint pkey_mt_high_water_skips_ending_sequence primary key,
  starting_sequence bigint not null,
  "timestamp" timestamptz not null default transaction_timestamp()
);

create function marten_feed.mt_mark_event_progression(name varchar, last_encountered bigint) returns void language sql as $$
  insert into marten_feed.mt_event_progression as p (name, last_seq_id, last_updated)
  values (name, last_encountered, transaction_timestamp())
  on conflict on constraint pk_mt_event_progression do update
  set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
$$;

-- Moves the mark only from where the caller saw it. Our positions have no gaps, so nothing is ever skipped; Marten may call it all the same.
create function marten_feed.mt_mark_progression_with_skip(shard_name varchar, ending_sequence bigint, starting_sequence bigint)
returns bigint language plpgsql as $$
declare
  marked bigint;
begin
  insert into marten_feed.mt_event_progression as p (name, last_seq_id, last_updated)
  values (shard_name, ending_sequence, transaction_timestamp())
  on conflict on constraint pk_mt_event_progression do update
  set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated where p.last_seq_id = starting_sequence
  returning p.last_seq_id into marked;
  if marked is null then return (select p.last_seq_id from marten_feed.mt_event_progression p where p.name = shard_name); end if;
  if ending_sequence > starting_sequence then
    insert into marten_feed.mt_high_water_skips values (ending_sequence, starting_sequence)
    on conflict on constraint pkey_mt_high_water_skips_ending_sequence do nothing;
  end if;
  return marked;
end $$;
