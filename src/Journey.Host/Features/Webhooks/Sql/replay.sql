-- $1 subscription, $2 delivery, $3 now: one entry goes out again. No row: there is none of that id in the log (a test), or it is pending already.
update journey.webhook_delivery set state = 'pending', times = times + 1, attempts = 0, next_at = $3, ended_at = null
where subscription = $1 and id = $2 and position is not null and state <> 'pending'
