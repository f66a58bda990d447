-- $1 model, $2 number, $3 chunk. Ends the session that holds it. Whoever has the rebuild's lease gives each chunk out once, so that is one of a
-- process that was thought dead and stands still, perhaps in the middle of a copy, where no timeout of the server's ends it.
select pg_terminate_backend(l.pid)
from journey.build_chunk c join pg_locks l on l.locktype = 'transactionid' and l.granted and l.transactionid = c.xmax
where c.model = $1 and c.number = $2 and c.chunk = $3 and c.done_at is null and l.pid <> pg_backend_pid()
