-- $1 the schema of its tables, $2 the one that was served before (null: none).
select journey.serve_tables($1, $2)
