-- $1 owner, $2 epoch, $3 lease, $4 highest number in the log, $5 holes: everything before the first of them is settled; $6 the last position that
-- this claim gave. No row: the claim is lost, or the database is an older state of itself, about which we know nothing.
select c.epoch
from (select where (select coalesce(max(position), 0) from journey.log) >= $6) same,
  lateral journey.sequencer_claim($1, $2, $3, (select coalesce(min(lower(h)) - 1, $4) from unnest($5::text::int8multirange[]) h)) c
