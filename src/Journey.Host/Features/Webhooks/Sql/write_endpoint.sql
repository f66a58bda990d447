-- $1 subscription, $2 failures, $3 failing since, $4 probes, $5 probe at.
insert into journey.webhook_endpoint (subscription, failures, failing_since, probes, probe_at) values ($1, $2, $3, $4, $5)
on conflict (subscription) do update set failures = excluded.failures, failing_since = excluded.failing_since, probes = excluded.probes, probe_at = excluded.probe_at
