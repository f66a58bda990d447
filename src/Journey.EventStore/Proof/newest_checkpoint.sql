-- $1 log, $2 whether it has to be witnessed. The newest checkpoint of the history that is signed now, with its cosignatures.
select c.generation, c.size, c.root, c.note || coalesce((select string_agg(s.line, '' order by s.witness) from journey.cosignature s
    where s.log = c.log and s.generation = c.generation and s.size = c.size), ''), c.signed_at, c.witnessed_at
from journey.checkpoint c
where c.log = $1 and c.generation = (select max(t.generation) from journey.tree t where t.log = $1) and (not $2 or c.witnessed_at is not null)
order by c.size desc limit 1
