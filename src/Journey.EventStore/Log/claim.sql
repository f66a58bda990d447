-- $1 owner, $2 lease. No row: another holds it.
select epoch, settled from journey.sequencer_claim($1, null, $2)
