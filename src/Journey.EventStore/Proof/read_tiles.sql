-- $1 log, then per tile: $2 level, $3 number, $4 width. Null or shorter: the log has not got so many.
select journey.tile_hashes($1, t.level, t.n, t.width)
from unnest($2::int[], $3::bigint[], $4::int[]) with ordinality t(level, n, width, no) order by t.no
