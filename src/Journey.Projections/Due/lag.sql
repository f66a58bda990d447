-- $1 now. Work whose moment has come and that no host has taken up, for how long the first of it, and work left alone, by reason.
select json_build_object(
  'behind', (select count(*) from journey.due_work d where d.claim_at <= $1),
  'seconds', (select coalesce(extract(epoch from greatest($1 - min(d.claim_at), interval '0')), 0)::float8 from journey.due_work d where d.claim_at <= $1),
  'waiting', (select coalesce(json_agg(json_build_object('reason', w.waiting, 'items', w.items) order by w.items desc, w.waiting), '[]')
    from (select d.waiting, count(*) as items from journey.due_work d where d.waiting is not null group by d.waiting order by 2 desc, 1 limit 20) w))::text
