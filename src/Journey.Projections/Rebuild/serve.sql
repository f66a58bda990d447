-- $1 model, $2 number.
update journey.build set state = 'served', served_at = clock_timestamp() where model = $1 and number = $2
