-- $1 model, $2 version, $3 number, $4 the schema of its tables (null: in place), $5 the log's head.
insert into journey.build (model, version, number, tables, state, start) values ($1, $2, $3, $4, 'filling', $5)
