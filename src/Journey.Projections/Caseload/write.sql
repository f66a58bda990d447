-- $1 rows, $2 whether a row of the same state is written too, where it differs. After the participants' headers in the same transaction.
-- Invariant: a row of a later state of its stream is never overwritten by one of an earlier state, and one that a later state does
-- not have any more does not come back with an earlier one.
insert into journey.caseload as c
select r.* from jsonb_populate_recordset(null::journey.caseload, $1) r
-- A question for each row, and not a join, which would read all headers.
where coalesce((select (h.stream_version, h.linked_version) <= (r.stream_version, r.linked_version) from journey.participant_header h where h.participant = r.participant), true)
on conflict (participant, enrollment) do update set
  reference = excluded.reference, given_name = excluded.given_name, family_name = excluded.family_name,
  program = excluded.program, program_version = excluded.program_version, cohort = excluded.cohort, open_stages = excluded.open_stages,
  status = excluded.status, since = excluded.since, attention = excluded.attention, case_manager = excluded.case_manager, coach = excluded.coach,
  last_activity = excluded.last_activity, attendance_rate = excluded.attendance_rate, graduated = excluded.graduated, employed = excluded.employed,
  findings = excluded.findings, waiting_since = excluded.waiting_since, readers = excluded.readers, organizations = excluded.organizations,
  stream_version = excluded.stream_version, linked_version = excluded.linked_version, form = excluded.form
where (excluded.stream_version, excluded.linked_version, excluded.form) > (c.stream_version, c.linked_version, c.form)
  or $2 and (excluded.stream_version, excluded.linked_version, excluded.form) = (c.stream_version, c.linked_version, c.form) and excluded.* is distinct from c.*
