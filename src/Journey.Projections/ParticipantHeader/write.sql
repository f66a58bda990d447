-- $1 rows, $2 whether a row of the same state is written too, where it differs. Invariant: a row of a later state of its stream is never overwritten by one of an earlier state.
insert into journey.participant_header as h
select r.* from jsonb_populate_recordset(null::journey.participant_header, $1) r
on conflict (participant) do update set
  reference = excluded.reference, given_name = excluded.given_name, family_name = excluded.family_name, birth_date = excluded.birth_date,
  contact = excluded.contact, registered = excluded.registered, linked_with = excluded.linked_with, linked_into = excluded.linked_into,
  enrollments = excluded.enrollments, employed = excluded.employed, last_activity = excluded.last_activity,
  stream_version = excluded.stream_version, linked_version = excluded.linked_version, form = excluded.form
where (excluded.stream_version, excluded.linked_version, excluded.form) > (h.stream_version, h.linked_version, h.form)
  or $2 and (excluded.stream_version, excluded.linked_version, excluded.form) = (h.stream_version, h.linked_version, h.form) and excluded.* is distinct from h.*
