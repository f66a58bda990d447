-- $1 now, $2 at most so many. Work is claimed by its person's stream, which every command locks before any row of a read model: locked
-- the other way round, a command and a host would wait for each other. Whoever holds the stream is the only one to write its consequence.
select d.participant, d.enrollment, d.item
from journey.due_work d join journey.stream s on s.id = d.participant
where d.claim_at <= $1
order by d.claim_at
limit $2
for no key update of s skip locked
