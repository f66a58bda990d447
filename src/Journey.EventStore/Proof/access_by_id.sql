-- $1 id. Its position, null while it has none, and its entry.
select l.position, a.entry from journey.access a left join journey.access_log l on l.seq = a.seq where a.id = $1
