-- $1 participants: who has which public reference.
select json_build_object('participant', h.participant, 'reference', h.reference)::text from journey.participant_header h where h.participant = any($1) and h.reference is not null
