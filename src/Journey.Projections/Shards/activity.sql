-- $1 seconds after which a query of ours is slow, $2 after which a transaction is long. Sessions of this database that hold others up, or
-- take long: who they are and for how long, never what they ask. Other roles' ages are seen with pg_read_all_stats only.
with ours as (
  select a.pid from pg_stat_activity a
  where a.datname = current_database() and a.usename = current_user and a.application_name = current_setting('application_name') and a.pid <> pg_backend_pid()),
waits as (
  select b.pid, unnest(pg_blocking_pids(b.pid)) as behind from pg_stat_activity b where b.datname = current_database() and b.wait_event_type = 'Lock')
select json_build_object('pid', a.pid, 'application', a.application_name, 'state', a.state, 'ours', a.pid in (select pid from ours),
  'transaction', extract(epoch from clock_timestamp() - a.xact_start), 'query', case when a.state = 'active' then extract(epoch from clock_timestamp() - a.query_start) end,
  'waiting', a.wait_event_type = 'Lock', 'blocks', (select count(distinct w.pid) from waits w join ours o on o.pid = w.pid where w.behind = a.pid))::text
from pg_stat_activity a
where a.pid <> pg_backend_pid() and (
  a.pid in (select behind from waits)
  or a.pid in (select pid from ours) and a.state = 'active' and a.query_start < clock_timestamp() - $1 * interval '1 second'
  or a.datname = current_database() and a.backend_type = 'client backend' and (a.backend_xid is not null or a.backend_xmin is not null)
    and a.xact_start < clock_timestamp() - $2 * interval '1 second')
order by a.xact_start
