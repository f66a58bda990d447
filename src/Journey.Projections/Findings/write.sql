-- $1 rows, all that there are of the participants in $2: what these no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::finding, $1) r),
gone as (
  delete from finding f
  where f.participant = any($2) and not exists (
    select from new n
    where n.participant = f.participant and n.enrollment = f.enrollment and n.code = f.code and n.valid_from = f.valid_from and n.known_from = f.known_from))
insert into finding as f
select n.* from new n
-- Not left to the conflict: that would lock, and so write, each row that stays as it is.
left join finding o on o.participant = n.participant and o.enrollment = n.enrollment and o.code = n.code and o.valid_from = n.valid_from and o.known_from = n.known_from
where o.participant is null or (o.program, o.cohort, o.outcome, o.events, o.valid_to, o.known_to) is distinct from (n.program, n.cohort, n.outcome, n.events, n.valid_to, n.known_to)
on conflict (participant, enrollment, code, valid_from, known_from) do update set
  program = excluded.program, cohort = excluded.cohort, outcome = excluded.outcome, events = excluded.events, valid_to = excluded.valid_to, known_to = excluded.known_to
