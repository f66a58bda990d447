-- $1 rows.
insert into cohort
select r.* from jsonb_populate_recordset(null::cohort, $1) r
on conflict (cohort) do update set
  name = excluded.name, program = excluded.program, program_version = excluded.program_version, variant = excluded.variant, site = excluded.site,
  starts = excluded.starts, ends = excluded.ends, capacity = excluded.capacity, sessions = excluded.sessions, closed = excluded.closed
