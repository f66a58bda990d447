-- $1 log, $2 level. The number of the first full tile that is not stored; they are stored in their order.
select coalesce((select n + 1 from journey.tile where log = $1 and level = $2 order by n desc limit 1), 0)
