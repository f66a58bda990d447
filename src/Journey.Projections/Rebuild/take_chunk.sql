-- $1 model, $2 number, $3 chunk. No row: somebody has done it. Whoever holds the row does it alone.
select chunk from journey.build_chunk where model = $1 and number = $2 and chunk = $3 and done_at is null for update
