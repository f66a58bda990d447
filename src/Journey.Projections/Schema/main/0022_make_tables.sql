-- A schema for a build, with the tables of p_like (null: none yet).
create function journey.make_tables(p_tables text, p_like text) returns void language plpgsql as $$
declare
  found record;
begin
  execute format('create schema %I', p_tables);
  for found in
    select c.relname as name from pg_class c
    where p_like is not null and c.relnamespace = p_like::regnamespace and c.relkind = 'r' order by c.relname
  loop
    execute format('create table %I.%I (like %I.%I including all)', p_tables, found.name, p_like, found.name);
  end loop;
end $$;
