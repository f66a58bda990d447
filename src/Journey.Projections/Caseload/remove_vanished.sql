-- $1 per participant the enrollments that the state has and the versions it was folded at, $2 the participants. What it no longer has (retracted,
-- unlinked, linked into another record) goes.
delete from journey.caseload c
using jsonb_to_recordset($1) k(participant uuid, enrollments uuid[], stream_version bigint, linked_version bigint)
where c.participant = any($2) and c.participant = k.participant and c.enrollment <> all(k.enrollments)
  and (c.stream_version, c.linked_version) <= (k.stream_version, k.linked_version)
