-- $1 rows of the participants in $2. Rows that are as they were are left alone.
insert into spell as s
select r.* from jsonb_populate_recordset(null::spell, $1) r
on conflict (participant, enrollment, kind, ordinal, known_from) do update set
  value = excluded.value, detail = excluded.detail, cohort = excluded.cohort, valid_from = excluded.valid_from, valid_to = excluded.valid_to, known_to = excluded.known_to
where (s.value, s.detail, s.cohort, s.valid_from, s.valid_to, s.known_to)
  is distinct from (excluded.value, excluded.detail, excluded.cohort, excluded.valid_from, excluded.valid_to, excluded.known_to)
