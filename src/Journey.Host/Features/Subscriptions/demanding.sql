-- $1 after this position: in log order, what asks subscribers to delete something. By the index event_demanding, which has the same names;
-- a test compares them with the published language. Without a limit, which would lead the planner along the log instead.
select e.id
from journey.event e join journey.log l on l.seq = e.seq
where e.type in ('consent_withdrawn', 'participant_erased') and l.position > $1
order by l.position
