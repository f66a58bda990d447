-- $1 subscription
delete from journey.signing_secret where subscription = $1
