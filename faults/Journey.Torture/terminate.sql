-- $1 from 0 to 1, which ones: some of the hosts' server processes. Ours are of another database or came in by another way.
select count(*) filter (where pg_terminate_backend(pid))
from pg_stat_activity
where application_name = 'journey' and pid <> pg_backend_pid() and backend_type = 'client backend' and abs(hashint4(pid)::float8 / 2147483647 - $1) < 0.3
