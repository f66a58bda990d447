-- $1 rows, all that there are of the participants in $2: what these no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::spell, $1) r),
gone as (
  delete from spell s
  where s.participant = any($2) and not exists (
    select from new n
    where n.participant = s.participant and n.enrollment = s.enrollment and n.kind = s.kind and n.ordinal = s.ordinal and n.known_from = s.known_from))
insert into spell as s
select n.* from new n
-- Not left to the conflict: that would lock, and so write, each row that stays as it is.
left join spell o on o.participant = n.participant and o.enrollment = n.enrollment and o.kind = n.kind and o.ordinal = n.ordinal and o.known_from = n.known_from
where o.participant is null or (o.value, o.detail, o.cohort, o.valid_from, o.valid_to, o.known_to, o.definition) is distinct from (n.value, n.detail, n.cohort, n.valid_from, n.valid_to, n.known_to, n.definition)
on conflict (participant, enrollment, kind, ordinal, known_from) do update set
  value = excluded.value, detail = excluded.detail, cohort = excluded.cohort, valid_from = excluded.valid_from, valid_to = excluded.valid_to, known_to = excluded.known_to, definition = excluded.definition
