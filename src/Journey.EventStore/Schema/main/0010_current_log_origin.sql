-- The log's origin; drawn anew when the database is not where it was drawn. Read-only but for that moment.
create function journey.current_log_origin() returns uuid language plpgsql as $$
declare
  here text := journey.this_cluster();
  found uuid;
begin
  select o.origin into found from journey.log_origin o where o.cluster = here;
  if found is null then
    insert into journey.log_origin as o (origin, cluster) values (gen_random_uuid(), here)
    on conflict on constraint log_origin_pkey do update set origin = excluded.origin, cluster = excluded.cluster
      where o.cluster <> excluded.cluster;
    select o.origin into found from journey.log_origin o;
  end if;
  return found;
end $$;
