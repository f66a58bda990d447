-- $1 log position: of each event after it its number, its position, and for how many milliseconds it had been stored when it got that.
select l.seq, l.position, extract(epoch from l.sequenced_at - e.stored_at)::float8 * 1000 from journey.log l join journey.event e using (seq) where l.position > $1
