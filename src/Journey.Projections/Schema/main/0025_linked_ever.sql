-- Whose history says, or may be amended to say, that it is of one person with another record: very few. What follows the log asks this of
-- everybody else's.
create index event_linked_ever on journey.event (stream_id)
where type in ('record_linked', 'record_unlinked', 'linked_into_record', 'unlinked_from_record', 'entry_amended');
