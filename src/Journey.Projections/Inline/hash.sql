-- Over all rows, ordered by their text.
select md5(coalesce(string_agg(r.t, e'\n' order by r.t), ''))
from (select 'caseload' || c::text as t from journey.caseload c union all select 'header' || h::text from journey.participant_header h
  union all select 'due' || (to_jsonb(d) - 'claim_at' - 'waiting')::text from journey.due_work d) r
