-- $1 owner.
update journey.signer set owner = null, lease_until = '-infinity' where owner = $1
