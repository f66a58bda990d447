-- Takes the indexes and keys off the tables of a build, which fill faster without, and gives the statements that make them again.
create function journey.take_indexes(p_tables text) returns text[] language plpgsql as $$
declare
  statements text[];
  taken text;
begin
  select coalesce(array_agg(i.make order by i.make), '{}') into statements
  from (
    select case when k.conname is not null then format('alter table %I.%I add constraint %I %s', p_tables, t.relname, k.conname, pg_get_constraintdef(k.oid))
      else pg_get_indexdef(x.indexrelid) end as make
    from pg_index x join pg_class t on t.oid = x.indrelid
    left join pg_constraint k on k.conindid = x.indexrelid and k.conrelid = t.oid and k.contype in ('p', 'u', 'x')
    where t.relnamespace = p_tables::regnamespace and t.relkind = 'r') i;
  for taken in
    select case when k.conname is not null then format('alter table %I.%I drop constraint %I', p_tables, t.relname, k.conname)
      else format('drop index %I.%I', p_tables, c.relname) end
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class c on c.oid = x.indexrelid
    left join pg_constraint k on k.conindid = x.indexrelid and k.conrelid = t.oid and k.contype in ('p', 'u', 'x')
    where t.relnamespace = p_tables::regnamespace and t.relkind = 'r'
  loop
    execute taken;
  end loop;
  return statements;
end $$;
