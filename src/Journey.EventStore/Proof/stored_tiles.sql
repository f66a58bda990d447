-- $1 log, $2 level, $3 first, $4 how many.
select n, hashes, root from journey.tile where log = $1 and level = $2 and n >= $3 and n < $3 + $4 order by n
