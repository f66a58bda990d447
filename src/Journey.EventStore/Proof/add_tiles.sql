-- $1 log, $2 level, then per tile: $3 number, $4 hashes, $5 root. Two hosts that make the same tile make it alike.
insert into journey.tile (log, level, n, hashes, root)
select $1, $2, t.n, t.hashes, t.root from unnest($3::bigint[], $4::bytea[], $5::bytea[]) t(n, hashes, root)
on conflict on constraint tile_pkey do nothing
