-- $1 subscription: the circuit's memory, and what is pending.
select coalesce(e.failures, 0), e.failing_since, coalesce(e.probes, 0), e.probe_at,
  (select count(*) from journey.webhook_delivery d where d.subscription = $1 and d.state = 'pending')
from (select) one left join journey.webhook_endpoint e on e.subscription = $1
