-- $1 subscription, $2 now: those that sign at that time, the newest first
select id, operator_key, wrapped, until from journey.signing_secret where subscription = $1 and (until is null or until > $2) order by made_at desc, id desc
