-- $1 all rows of the participants in $2: what they no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::finding, $1) r),
gone as (
  delete from finding f
  where f.participant = any($2) and not exists (select from new n where n.participant = f.participant and n.enrollment = f.enrollment and n.code = f.code))
insert into finding as f
select n.* from new n
on conflict (participant, enrollment, code) do update set
  program = excluded.program, cohort = excluded.cohort, outcome = excluded.outcome, events = excluded.events
where (f.program, f.cohort, f.outcome, f.events) is distinct from (excluded.program, excluded.cohort, excluded.outcome, excluded.events)
