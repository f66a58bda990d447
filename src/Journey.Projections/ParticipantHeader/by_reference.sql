-- $1 public reference. A linked record shares none with the one it was linked into.
select to_jsonb(h)::text from journey.participant_header h where h.reference = $1 order by h.linked_into nulls first, h.participant
