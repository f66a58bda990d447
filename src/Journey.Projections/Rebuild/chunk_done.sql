-- $1 model, $2 number, $3 chunk: in the transaction that wrote its rows.
update journey.build_chunk set done_at = clock_timestamp() where model = $1 and number = $2 and chunk = $3
