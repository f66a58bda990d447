-- $1 all rows of the participants in $2: what they no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::attendance, $1) r),
gone as (
  delete from attendance a
  where a.participant = any($2) and not exists (
    select from new n
    where n.participant = a.participant and n.enrollment = a.enrollment and n.session = a.session and n.valid_from = a.valid_from and n.known_from = a.known_from))
insert into attendance as a
select n.* from new n
on conflict (participant, enrollment, session, valid_from, known_from) do update set
  stage = excluded.stage, presence = excluded.presence, valid_to = excluded.valid_to, known_to = excluded.known_to
where (a.stage, a.presence, a.valid_to, a.known_to) is distinct from (excluded.stage, excluded.presence, excluded.valid_to, excluded.known_to)
