-- $1 model, $2 number.
delete from journey.build_chunk where model = $1 and number = $2
