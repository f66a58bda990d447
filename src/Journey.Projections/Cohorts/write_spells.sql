-- $1 all rows of the participants in $2: what they no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::spell, $1) r),
gone as (
  delete from spell s
  where s.participant = any($2) and not exists (
    select from new n
    where n.participant = s.participant and n.enrollment = s.enrollment and n.kind = s.kind and n.ordinal = s.ordinal and n.known_from = s.known_from))
insert into spell as s
select n.* from new n
on conflict (participant, enrollment, kind, ordinal, known_from) do update set
  value = excluded.value, detail = excluded.detail, cohort = excluded.cohort, valid_from = excluded.valid_from, valid_to = excluded.valid_to, known_to = excluded.known_to, definition = excluded.definition
where (s.value, s.detail, s.cohort, s.valid_from, s.valid_to, s.known_to, s.definition)
  is distinct from (excluded.value, excluded.detail, excluded.cohort, excluded.valid_from, excluded.valid_to, excluded.known_to, excluded.definition)
