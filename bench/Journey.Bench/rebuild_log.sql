-- Positions for what was copied in, without their leaves, which nothing here looks at.
insert into journey.log (position, seq, sequenced_at, leaf) select e.seq, e.seq, clock_timestamp(), '' from journey.event e order by e.seq
