-- $1 log, $2 level, $3 first, $4 how many: the hashes of tiles that are complete below.
select g.n, journey.tile_hashes($1, $2, g.n, 256) from generate_series($3::bigint, $3 + $4 - 1) g(n) order by g.n
