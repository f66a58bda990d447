-- $1 subscription. One rotation at a time, until the transaction's end: the next one sees what this one made.
select pg_advisory_xact_lock(hashtextextended('journey.signing_secret ' || $1::text, 0))
