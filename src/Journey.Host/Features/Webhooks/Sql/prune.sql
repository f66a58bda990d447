-- $1 delivered and tests before then, $2 dead letters before then, $3 subscriptions that have ended: their pending entries go as well.
delete from journey.webhook_delivery where id in (
  select d.id from journey.webhook_delivery d
  where (d.ended_at < $1 and d.state in ('delivered', 'test')) or (d.ended_at < $2 and d.state = 'dead')
  limit 5000) or (subscription = any($3) and state = 'pending')
