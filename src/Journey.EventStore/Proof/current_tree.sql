-- $1 log. The history that is signed now.
select generation, origin, vkeys, began_at, reason from journey.tree where log = $1 order by generation desc limit 1
