-- $1 rows, all that there are of the participants in $2: what these no longer have goes, what is as it was is left alone.
with new as materialized (select r.* from jsonb_populate_recordset(null::attendance, $1) r),
gone as (
  delete from attendance a
  where a.participant = any($2) and not exists (
    select from new n
    where n.participant = a.participant and n.enrollment = a.enrollment and n.session = a.session and n.valid_from = a.valid_from and n.known_from = a.known_from))
insert into attendance as a
select n.* from new n
-- Not left to the conflict: that would lock, and so write, each row that stays as it is.
left join attendance o on o.participant = n.participant and o.enrollment = n.enrollment and o.session = n.session and o.valid_from = n.valid_from and o.known_from = n.known_from
where o.participant is null or (o.stage, o.presence, o.valid_to, o.known_to) is distinct from (n.stage, n.presence, n.valid_to, n.known_to)
on conflict (participant, enrollment, session, valid_from, known_from) do update set
  stage = excluded.stage, presence = excluded.presence, valid_to = excluded.valid_to, known_to = excluded.known_to
