-- Streams by type, but for participants: cohorts, employers, migrations are few, and are found without going through everybody.
create index stream_of_few on journey.stream (type, created_at, id) where type <> 'participant';
