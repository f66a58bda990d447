-- $1 schema, for the names in this transaction.
select set_config('search_path', $1, true)
