-- When the next work falls due; null: none ever does.
select min(claim_at) from journey.due_work where claim_at is not null
