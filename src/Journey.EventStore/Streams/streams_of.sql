-- $1 type: the streams of it, by the index stream_of_few, which leaves participants out: those are far too many for a list.
select s.id, s.version from journey.stream s where s.type = $1 and s.type <> 'participant' order by s.created_at, s.id
