-- $1 first, $2 last position: leaves without records, for the tree alone.
insert into journey.access_log (position, seq, sequenced_at, leaf) select n, n, '2026-01-01', sha256(int8send(n)) from generate_series($1::bigint, $2::bigint) n
