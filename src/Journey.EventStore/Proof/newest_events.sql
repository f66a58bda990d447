-- $1 at most so many: what was logged last.
select e.id, e.type, l.position, l.sequenced_at from journey.log l join journey.event e on e.seq = l.seq order by l.position desc limit $1
