-- $1 owner, $2 for how long one that says nothing is taken for alive. Live hosts; null instead of what it follows: the same as $1.
select h.owner, case when h.follows = m.follows then null else h.follows end,
  array(select distinct u from journey.shard s, unnest(s.unread) u where u = any(h.knows))
from journey.host h left join journey.host m on m.owner = $1
where h.seen > clock_timestamp() - $2 order by h.owner
