-- Records of access that have had no position for a minute, and the first of them: somebody wrote them past the store.
select count(*), min(a.seq) from journey.access a where a.stored_at < clock_timestamp() - interval '1 minute' and not exists (select from journey.access_log l where l.seq = a.seq)
