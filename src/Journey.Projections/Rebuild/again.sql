-- $1 model, $2 number: emptied, with its indexes made, and to be filled from its first chunk on.
with undone as (update journey.build_chunk set done_at = null where model = $1 and number = $2)
update journey.build set state = 'filling', indexes = '{}' where model = $1 and number = $2
