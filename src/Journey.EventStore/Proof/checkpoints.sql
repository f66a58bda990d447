-- $1 log. Every checkpoint of the history that is signed now, the smallest first.
select c.generation, c.size, c.root, c.note, c.signed_at, c.witnessed_at
from journey.checkpoint c
where c.log = $1 and c.generation = (select max(t.generation) from journey.tree t where t.log = $1)
order by c.size
