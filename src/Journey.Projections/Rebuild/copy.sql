-- $1 schema, $2 table, $3 what there is to fill, in snake case. The statement, and the columns in its order.
select format('copy %I.%I (%s) from stdin (format binary)', $1, $2, string_agg(quote_ident(a.attname), ', ' order by a.attnum)), array_agg(a.attname::text order by a.attnum)
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = $1::regnamespace and c.relname = $2 and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname = any($3)
