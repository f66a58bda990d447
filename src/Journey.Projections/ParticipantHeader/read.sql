-- $1 participant.
select to_jsonb(h)::text from journey.participant_header h where h.participant = $1
