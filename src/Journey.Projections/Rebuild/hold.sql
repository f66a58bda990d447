-- $1 model, $2 the served version: whoever follows with it waits, until the switch is done or given up. Its position.
select position from journey.shard where name = $1 and version = $2 for update
