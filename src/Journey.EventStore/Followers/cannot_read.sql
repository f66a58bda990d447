-- $1 shard, $2 version, $3 owner, $4 epoch, $5 a wire name that this host does not know: work that waits for it goes to a host that does.
update journey.shard set unread = array(select distinct n from unnest(unread || $5::text) n order by n)
where name = $1 and version = $2 and owner = $3 and epoch = $4 and $5 <> all(unread)
