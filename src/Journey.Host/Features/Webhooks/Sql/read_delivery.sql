-- $1 subscription, $2 delivery.
select d.id, d.position, d.event, d.type, d.state, d.times, d.attempts, d.next_at, d.created_at, d.last_at, d.ended_at, d.outcome, d.status, d.body
from journey.webhook_delivery d where d.subscription = $1 and d.id = $2
