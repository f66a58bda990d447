-- Who gives the log its positions, and what still waits for one: a seq beyond the newest sequenced one.
select s.owner, s.lease_until > clock_timestamp(), s.epoch, coalesce(l.position, 0), l.sequenced_at, (select max(seq) from journey.event) - coalesce(l.seq, 0)
from journey.sequencer s
left join (select position, seq, sequenced_at from journey.log order by position desc limit 1) l on true
