-- $1 at most so many: what was logged last.
select a.id, a.action, l.position, l.sequenced_at from journey.access_log l join journey.access a on a.seq = l.seq order by l.position desc limit $1
