-- Events that have had no position for a minute, and the first of them: somebody wrote them past the store.
select count(*), min(e.seq) from journey.event e where e.stored_at < clock_timestamp() - interval '1 minute' and not exists (select from journey.log l where l.seq = e.seq)
