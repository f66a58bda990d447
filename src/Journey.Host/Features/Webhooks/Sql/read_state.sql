-- $1 subscriptions: how each endpoint is doing.
select s.id, coalesce(e.failures, 0), e.failing_since, coalesce(e.probes, 0), e.probe_at, d.pending, d.dead, d.oldest
from unnest($1) s(id)
left join journey.webhook_endpoint e on e.subscription = s.id
cross join lateral (
  select count(*) filter (where w.state = 'pending') as pending, count(*) filter (where w.state = 'dead') as dead, min(w.created_at) filter (where w.state = 'pending') as oldest
  from journey.webhook_delivery w where w.subscription = s.id and w.state in ('pending', 'dead')) d
