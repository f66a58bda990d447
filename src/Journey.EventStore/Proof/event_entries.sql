-- $1 first position, $2 how many: what the events' leaves are made of.
select l.position, convert_to(journey.event_entry_v1(e), 'UTF8') from journey.log l join journey.event e on e.seq = l.seq
where l.position >= $1 and l.position < $1 + $2 order by l.position
