-- $1 id. Its position, null while it has none, and its entry.
select l.position, convert_to(journey.event_entry_v1(e), 'UTF8') from journey.event e left join journey.log l on l.seq = e.seq where e.id = $1
