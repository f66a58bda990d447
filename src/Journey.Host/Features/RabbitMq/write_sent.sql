-- $1 subscription, $2 version of its delivery, $3 the last message's position. In the transaction that moves the lease, which fences it.
insert into journey.rabbitmq_sent (subscription, version, position) values ($1, $2, $3)
on conflict (subscription, version) do update set position = excluded.position
