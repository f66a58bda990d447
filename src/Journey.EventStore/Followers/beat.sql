-- $1 owner. Says that it lives; no row: it is not registered.
update journey.host set seen = clock_timestamp() where owner = $1
