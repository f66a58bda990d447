-- A schema for a build, with the tables of p_like, or where there are none yet (null), those that the model's own statements make.
create function journey.make_tables(p_tables text, p_like text, p_statements text) returns void language plpgsql as $$
declare
  found record;
begin
  execute format('create schema %I', p_tables);
  if p_like is null then
    perform set_config('search_path', p_tables, true);
    execute p_statements;
  end if;
  for found in
    select c.relname as name from pg_class c
    where p_like is not null and c.relnamespace = p_like::regnamespace and c.relkind = 'r' order by c.relname
  loop
    execute format('create table %I.%I (like %I.%I including all)', p_tables, found.name, p_like, found.name);
  end loop;
end $$;
