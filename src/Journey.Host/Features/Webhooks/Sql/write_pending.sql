-- $1 subscription, $2 now, arrays: $3 ids, $4 positions, $5 events, $6 streams, $7 types, $8 bodies. What was delivered or given up before goes
-- out again, in a new round; what is pending stays as it is.
insert into journey.webhook_delivery (id, subscription, position, event, stream, type, body, state, next_at, created_at)
select u.id, $1, u.position, u.event, u.stream, u.type, u.body, 'pending', $2, $2 from unnest($3, $4, $5, $6, $7, $8) u(id, position, event, stream, type, body)
on conflict (subscription, position) do update set state = 'pending', times = webhook_delivery.times + 1, attempts = 0, next_at = excluded.next_at, ended_at = null, body = excluded.body
where webhook_delivery.state <> 'pending'
