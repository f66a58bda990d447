-- Of the streams $1 those whose rows show the version in $2 or a later one, in the form $3, as whoever appended left them. Not the records that
-- were ever linked to another one: there the other stream counts too.
select h.participant
from unnest($1, $2) s(stream, version)
join journey.participant_header h on h.participant = s.stream
where h.stream_version >= s.version and h.form >= $3 and h.linked_version = 0
  and (select count(*) = cardinality(h.enrollments) and coalesce(bool_and(c.stream_version >= s.version and c.form >= $3 and c.enrollment = any(h.enrollments)), true)
    from journey.caseload c where c.participant = s.stream)
  and not exists (
    select from journey.event e
    where e.stream_id = s.stream and e.type in ('record_linked', 'record_unlinked', 'linked_into_record', 'unlinked_from_record', 'entry_amended'))
