-- Where to look for gaps among the records of access, then what to begin with.
select s.highest, s.holes::text, s.xids::text from journey.sequencer q, journey.access_sequencer_start(q.access_settled) s
