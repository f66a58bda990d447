-- $1 log, $2 generation, $3 size, then per witness: $4 name, $5 line; $6 how many are needed, $7 when.
with added as (
  insert into journey.cosignature (log, generation, size, witness, line)
  select $1, $2, $3, w.name, w.line from unnest($4::text[], $5::text[]) w(name, line)
  on conflict on constraint cosignature_pkey do nothing returning witness)
update journey.checkpoint c set witnessed_at = $7
where c.log = $1 and c.generation = $2 and c.size = $3 and c.witnessed_at is null
  and (select count(*) from (select witness from journey.cosignature s where s.log = $1 and s.generation = $2 and s.size = $3 union select witness from added) w) >= $6
