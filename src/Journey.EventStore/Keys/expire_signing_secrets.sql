-- $1 now: what signs no more is not kept, of any subscription
delete from journey.signing_secret where until <= $1
