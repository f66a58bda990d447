-- $1 log, $2 generation, $3 size, $4 root, $5 note, $6 when, $7 owner, $8 epoch: only while that claim to sign holds. What was signed stays: a second
-- checkpoint of a size is not kept. Zero rows: another signs, or has signed.
insert into journey.checkpoint (log, generation, size, root, note, signed_at)
select $1, $2, $3, $4, $5, $6 from journey.signer s where s.owner = $7 and s.epoch = $8 and s.lease_until > clock_timestamp()
on conflict on constraint checkpoint_pkey do nothing
