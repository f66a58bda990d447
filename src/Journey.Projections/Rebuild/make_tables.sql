-- $1 the new schema, $2 the schema whose tables it gets the like of; null: those that the statements $3 make.
select journey.make_tables($1, $2, $3)
