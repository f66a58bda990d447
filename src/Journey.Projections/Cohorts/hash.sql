-- Over all rows, ordered by their text.
select md5(coalesce(string_agg(r.t, e'\n' order by r.t), ''))
from (
  select 'spell' || s::text as t from journey.spell s
  union all select 'attendance' || a::text from journey.attendance a
  union all select 'cohort' || c::text from journey.cohort c
  union all select 'finding' || f::text from journey.finding f) r
