-- $1 owner, $2 epoch: lets another host begin at once.
update journey.sequencer set owner = null, lease_until = '-infinity' where owner = $1 and epoch = $2
