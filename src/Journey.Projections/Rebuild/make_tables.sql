-- $1 the new schema, $2 the schema whose tables it gets the like of; null: none.
select journey.make_tables($1, $2)
