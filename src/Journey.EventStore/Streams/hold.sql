-- $1 name. True: it is ours until this transaction ends.
select pg_try_advisory_xact_lock(hashtextextended('journey.hold ' || $1, 0))
