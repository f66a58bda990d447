-- $1 true on, $2 known on (null: no limit). One document.
with asof as not materialized (select coalesce($1::date, 'infinity') as d, coalesce($2::timestamptz, 'infinity') as k),
alive as materialized (
  select s.participant, s.enrollment, s.kind, s.value, s.detail
  from journey.spell s, asof
  where s.valid_from <= d and (s.valid_to is null or s.valid_to > d) and s.known_from <= k and (s.known_to is null or s.known_to > k)
    and s.kind in ('enrolled', 'exit', 'outcome')),
outcome as (select value as outcome, detail as kind, count(*) as enrollments from alive where kind = 'outcome' group by 1, 2),
own as (
  select count(*) as cohorts from journey.cohort c, asof
  where c.valid_from <= d and (c.valid_to is null or c.valid_to > d) and c.known_from <= k and (c.known_to is null or c.known_to > k)),
found as (
  select f.code, f.outcome, count(*) as enrollments from journey.finding f, asof
  where f.valid_from <= d and (f.valid_to is null or f.valid_to > d) and f.known_from <= k and (f.known_to is null or f.known_to > k)
  group by 1, 2)
select json_build_object(
  'position', coalesce((select s.position from journey.shard s join journey.build b on b.model = s.name and b.version = s.version where b.model = 'cohorts' and b.state = 'served'), 0),
  'registrations', (select count(*) from alive where kind = 'enrolled'),
  'people', (select count(distinct participant) from alive where kind = 'enrolled'),
  'cohorts', (select cohorts from own),
  'exited', (select count(distinct (participant, enrollment)) from alive where kind = 'exit'),
  'outcomes', (select coalesce(json_agg(o order by o.outcome), '[]') from outcome o),
  'findings', (select coalesce(json_agg(f order by f.code, f.outcome nulls first), '[]') from found f))::text
