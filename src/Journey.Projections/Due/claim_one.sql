-- $1 now, $2 participant: as claim.sql, for one person.
select d.participant, d.enrollment, d.item
from journey.due_work d join journey.stream s on s.id = d.participant
where d.claim_at <= $1 and d.participant = $2
for no key update of s skip locked
