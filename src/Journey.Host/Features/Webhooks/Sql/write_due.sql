-- $1 subscription, $2 now, $3 since: what failed since then need not wait any longer, since the endpoint answers again.
update journey.webhook_delivery set next_at = $2 where subscription = $1 and state = 'pending' and next_at > $2 and last_at >= $3
