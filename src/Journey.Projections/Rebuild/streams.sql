-- $1 after this stream, $2 so many events, and the rest of the last stream's: at least one stream while there is one, at most 1,000.
select s.id
from (select id, sum(version) over (order by id rows unbounded preceding) - version as before
      from (select id, version from journey.stream where id > $1 order by id limit 1000) next) s
where s.before < $2
order by s.id
