-- $1 participants, $2 enrollments, $3 items, $4 reasons (one each), $5 when a host looks again, $6 now. Work that has moved on meanwhile stays as it is.
update journey.due_work d set claim_at = $5, waiting = u.reason
from unnest($1, $2, $3, $4) u(participant, enrollment, item, reason)
where (d.participant, d.enrollment, d.item) = (u.participant, u.enrollment, u.item) and d.claim_at <= $6
