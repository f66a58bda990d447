-- Every follower's row: who holds it, null when nobody does, and what hosts could not read there.
select name, version, case when lease_until >= clock_timestamp() then owner end, unread from journey.shard
