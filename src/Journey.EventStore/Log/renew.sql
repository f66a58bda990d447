-- $1 owner, $2 epoch, $3 lease, $4 highest number in the log, $5 holes: everything before the first of them is settled. No row: the claim is lost.
select epoch from journey.sequencer_claim($1, $2, $3,
  (select coalesce(min(lower(h)) - 1, $4) from unnest($5::text::int8multirange[]) h))
