-- $1 owner, $2 program version, $3 wire names it knows, $4 what it follows. Those that died long ago go.
with gone as (delete from journey.host where seen < clock_timestamp() - interval '10 minutes' and owner <> $1)
insert into journey.host (owner, program, knows, follows) values ($1, $2, $3, $4)
on conflict (owner) do update set program = excluded.program, knows = excluded.knows, follows = excluded.follows, seen = clock_timestamp()
