-- $1 all rows of the cohorts in $2: what they no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::cohort, $1) r),
gone as (
  delete from cohort c
  where c.cohort = any($2) and not exists (select from new n where n.cohort = c.cohort and n.valid_from = c.valid_from and n.known_from = c.known_from))
insert into cohort as c
select n.* from new n
on conflict (cohort, valid_from, known_from) do update set
  name = excluded.name, program = excluded.program, program_version = excluded.program_version, variant = excluded.variant, site = excluded.site,
  starts = excluded.starts, ends = excluded.ends, capacity = excluded.capacity, sessions = excluded.sessions, closed = excluded.closed,
  valid_to = excluded.valid_to, known_to = excluded.known_to
where c is distinct from excluded
