-- $1 owner, $2 epoch, $3 highest number in the access log, $4 holes: everything before the first of them is settled.
update journey.sequencer set access_settled = greatest(access_settled, (select coalesce(min(lower(h)) - 1, $3) from unnest($4::text::int8multirange[]) h))
where owner = $1 and epoch = $2
