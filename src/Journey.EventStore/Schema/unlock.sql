select pg_advisory_unlock(hashtextextended('journey.schema_change', 0))
