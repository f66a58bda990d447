-- Where this database lives: another cluster, another database of it, or another timeline (a restore to a point in time, a
-- failover) gives another answer. The same history on a replica gives the same.
create function journey.this_cluster() returns text language sql stable as $$
  select concat_ws('/', (select system_identifier from pg_control_system()),
    (select oid from pg_database where datname = current_database()), (select timeline_id from pg_control_checkpoint()))
$$;
