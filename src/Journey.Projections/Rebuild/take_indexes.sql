-- $1 model, $2 number: its tables are filled without indexes.
update journey.build set indexes = journey.take_indexes(tables) where model = $1 and number = $2
