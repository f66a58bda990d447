-- $1 after this position, $2 at most so many: what a position's leaf is said to be, and what it is. Null: the event is gone.
select l.position, l.leaf, journey.event_leaf_v1(e)
from journey.log l left join journey.event e on e.seq = l.seq where l.position > $1 order by l.position limit $2
