-- $1 subscription, $2 now: every dead letter goes out again.
update journey.webhook_delivery set state = 'pending', times = times + 1, attempts = 0, next_at = $2, ended_at = null
where subscription = $1 and state = 'dead'
