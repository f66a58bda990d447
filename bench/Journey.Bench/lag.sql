-- $1 log position: how long, in milliseconds, events after it had been stored when they got their position: median and 99th percentile.
-- stored_at is taken before the append commits, so the commit's own time is in it.
select percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from l.sequenced_at - e.stored_at)::float8 * 1000)
from journey.log l join journey.event e using (seq) where l.position > $1
