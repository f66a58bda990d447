-- $1 distinct tokens, $2 how many they are, $3 at most so many: subjects that have all of them.
select subject from journey.name_index where token = any($1)
group by subject having count(distinct token) = $2 order by subject limit $3
