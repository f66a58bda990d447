-- $1 all rows of the participants in $2: what they no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::finding, $1) r),
gone as (
  delete from finding f
  where f.participant = any($2) and not exists (
    select from new n
    where n.participant = f.participant and n.enrollment = f.enrollment and n.code = f.code and n.valid_from = f.valid_from and n.known_from = f.known_from))
insert into finding as f
select n.* from new n
on conflict (participant, enrollment, code, valid_from, known_from) do update set
  program = excluded.program, cohort = excluded.cohort, outcome = excluded.outcome, events = excluded.events, valid_to = excluded.valid_to, known_to = excluded.known_to
where (f.program, f.cohort, f.outcome, f.events, f.valid_to, f.known_to)
  is distinct from (excluded.program, excluded.cohort, excluded.outcome, excluded.events, excluded.valid_to, excluded.known_to)
