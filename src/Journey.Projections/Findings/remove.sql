-- $1 rows, $2 participants: what these participants no longer have goes.
delete from finding f
where f.participant = any($2) and (f.participant, f.enrollment, f.code) not in (
  select r.participant, r.enrollment, r.code from jsonb_populate_recordset(null::finding, $1) r)
