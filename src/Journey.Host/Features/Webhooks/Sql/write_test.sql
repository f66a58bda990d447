-- $1 id, $2 subscription, $3 event, $4 body, $5 now, $6 outcome, $7 status: a test, over as soon as it is written.
insert into journey.webhook_delivery (id, subscription, event, stream, type, body, state, attempts, next_at, created_at, last_at, ended_at, outcome, status)
values ($1, $2, $3, $2, 'journey.test', $4, 'test', 1, $5, $5, $5, $5, $6, $7)
