-- $1 delivery: its attempts, the first one first.
select a.times, a.number, a.at, a.outcome, a.status, a.error, a.request_headers::text, a.response_headers::text, a.response_body, a.timings::text
from journey.webhook_attempt a where a.delivery = $1 order by a.times, a.number
