-- $1 delivery, $2 round, $3 number, $4 at, $5 outcome, $6 status, $7 error, $8 request's headers, $9 answer's headers, $10 its first bytes, $11 timings.
insert into journey.webhook_attempt (delivery, times, number, at, outcome, status, error, request_headers, response_headers, response_body, timings)
select d.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from journey.webhook_delivery d where d.id = $1
on conflict do nothing
