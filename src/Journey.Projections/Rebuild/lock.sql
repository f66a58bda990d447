-- One rebuild at a time in this database; let go when the transaction ends.
select pg_advisory_xact_lock(hashtextextended('journey.rebuild', 0))
