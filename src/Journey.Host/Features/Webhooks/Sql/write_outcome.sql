-- $1 delivery, $2 its round, $3 state, $4 attempts, $5 next at, $6 attempt at, $7 ended at, $8 outcome, $9 status. Sent back meanwhile: nothing changes.
update journey.webhook_delivery set state = $3, attempts = $4, next_at = $5, last_at = $6, ended_at = $7, outcome = $8, status = $9
where id = $1 and times = $2 and state = 'pending'
