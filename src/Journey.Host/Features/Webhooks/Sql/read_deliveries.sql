-- $1 subscription, $2 state (null: all), $3 before this id (null: from the newest), $4 at most so many.
select d.id, d.position, d.event, d.type, d.state, d.times, d.attempts, d.next_at, d.created_at, d.last_at, d.ended_at, d.outcome, d.status, null::text
from journey.webhook_delivery d
where d.subscription = $1 and ($2::text is null or d.state = $2) and ($3::uuid is null or d.id < $3)
order by d.id desc limit $4
