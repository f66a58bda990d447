-- $1 model, $2 number: in the transaction that drops its tables.
delete from journey.build where model = $1 and number = $2 and state = 'old'
