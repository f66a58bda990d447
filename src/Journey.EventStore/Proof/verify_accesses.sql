-- $1 after this position, $2 at most so many: what a position's leaf is said to be, and what it is. Null: the record is gone.
select l.position, l.leaf, sha256('\x00'::bytea || a.entry)
from journey.access_log l left join journey.access a on a.seq = l.seq where l.position > $1 order by l.position limit $2
