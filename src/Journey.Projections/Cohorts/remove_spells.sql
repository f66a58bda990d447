-- $1 rows, $2 participants: what these participants no longer have goes.
delete from spell s
where s.participant = any($2) and (s.participant, s.enrollment, s.kind, s.ordinal, s.known_from) not in (
  select r.participant, r.enrollment, r.kind, r.ordinal, r.known_from from jsonb_populate_recordset(null::spell, $1) r)
