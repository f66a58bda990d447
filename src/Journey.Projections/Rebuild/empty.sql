-- $1 schema: the statement that empties each of its tables.
select format('truncate %I.%I', $1, c.relname) from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r'
