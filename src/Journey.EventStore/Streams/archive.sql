-- $1 stream. No row: there is no such stream. Archiving twice changes nothing.
update journey.stream set archived_at = coalesce(archived_at, clock_timestamp()) where id = $1 returning archived_at
