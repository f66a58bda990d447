-- $1 participant.
select to_jsonb(c)::text from journey.caseload c where c.participant = $1 order by c.enrollment
