-- $1 first position, $2 how many: the bytes of the records of access.
select l.position, a.entry from journey.access_log l join journey.access a on a.seq = l.seq
where l.position >= $1 and l.position < $1 + $2 order by l.position
