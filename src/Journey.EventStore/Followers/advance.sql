-- $1 shard, $2 version, $3 owner, $4 epoch, $5 old position, $6 new position, $7 lease, $8 the log's origin at the claim. The last
-- statement of a batch's transaction: no row means that somebody else owns the shard or moved it, or that the log was restored,
-- and the transaction must not commit.
update journey.shard set position = $6, moved_at = clock_timestamp(), lease_until = clock_timestamp() + $7, status = 'running', error = null
where name = $1 and version = $2 and owner = $3 and epoch = $4 and position = $5 and journey.current_log_origin() = $8
