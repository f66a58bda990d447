-- $1 schema: the statement for each of its tables. A reader's first plan shall be a good one.
select format('analyze %I.%I', $1, c.relname) from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r'
