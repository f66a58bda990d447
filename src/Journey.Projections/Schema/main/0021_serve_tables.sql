-- Readers' views in the schema journey are those of p_tables from here on; a view of p_before (null: none) that has no table there goes.
-- A view stays the same object where its columns allow it, so that grants and whatever was built on it stay. Who reads at this moment is
-- waited for: call it under a lock_timeout, and try again.
create function journey.serve_tables(p_tables text, p_before text) returns void language plpgsql as $$
declare
  found record;
begin
  for found in
    select n.relname as name from pg_class n where n.relnamespace = p_tables::regnamespace and n.relkind = 'r' order by n.relname
  loop
    begin
      execute format('create or replace view journey.%I as select * from %I.%I', found.name, p_tables, found.name);
    exception when invalid_table_definition then
      execute format('drop view journey.%I', found.name);
      execute format('create view journey.%I as select * from %I.%I', found.name, p_tables, found.name);
    end;
  end loop;
  for found in
    select b.relname as name from pg_class b
    where p_before is not null and b.relnamespace = p_before::regnamespace and b.relkind = 'r'
      and not exists (select from pg_class n where n.relnamespace = p_tables::regnamespace and n.relkind = 'r' and n.relname = b.relname)
  loop
    execute format('drop view journey.%I', found.name);
  end loop;
end $$;
