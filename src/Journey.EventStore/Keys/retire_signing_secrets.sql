-- $1 subscription, $2 until when its current secret signs on. Those that were rotated out before end now: two sign at most.
with ended as (delete from journey.signing_secret where subscription = $1 and until is not null)
update journey.signing_secret set until = $2 where subscription = $1 and until is null
