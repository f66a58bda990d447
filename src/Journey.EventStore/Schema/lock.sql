-- One host at a time changes a database's schema. Held by the session until unlock.sql or its end.
select pg_advisory_lock(hashtextextended('journey.schema_change', 0))
