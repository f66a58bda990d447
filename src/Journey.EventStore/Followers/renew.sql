-- $1 shard, $2 version, $3 owner, $4 epoch, $5 lease, $6 what is wrong (null: nothing), $7 the log's origin at the claim. No row: the
-- shard is another's, or the log was restored.
update journey.shard set lease_until = clock_timestamp() + $5, status = case when $6::text is null then 'running' else 'failing' end, error = $6
where name = $1 and version = $2 and owner = $3 and epoch = $4 and journey.current_log_origin() = $7
