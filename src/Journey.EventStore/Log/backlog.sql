-- Events above the log's last one, and the seconds since the oldest of them was stored. A late commit below it is the sequencer's to find.
select count(*), coalesce(greatest(extract(epoch from clock_timestamp() - min(e.stored_at)), 0), 0)::float8
from journey.event e where e.seq > (select coalesce(max(l.seq), 0) from journey.log l)
