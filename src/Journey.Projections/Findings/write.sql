-- $1 rows of the participants in $2.
insert into finding as f
select r.* from jsonb_populate_recordset(null::finding, $1) r
on conflict (participant, enrollment, code) do update set
  program = excluded.program, cohort = excluded.cohort, outcome = excluded.outcome, events = excluded.events
where (f.program, f.cohort, f.outcome, f.events) is distinct from (excluded.program, excluded.cohort, excluded.outcome, excluded.events)
