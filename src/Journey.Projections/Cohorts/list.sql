-- $1 true on, $2 known on (null: no limit), $3 what stages mean, by program/version/stage. A row per cohort: those
-- open by then, and those that people belong to all the same, which are called what they are called now. The clocks are not
-- materialized, so that workers can share what takes longest: every mark of everybody, of which a rate is made.
with asof as not materialized (select coalesce($1::date, 'infinity') as d, coalesce($2::timestamptz, 'infinity') as k),
alive as materialized (
  select s.participant, s.enrollment, s.kind, case when s.kind = 'stage' then coalesce($3::jsonb ->> (s.definition || '/' || s.value), s.value) else s.value end as value, s.detail, s.cohort
  from journey.spell s, asof
  where s.valid_from <= d and (s.valid_to is null or s.valid_to > d) and s.known_from <= k and (s.known_to is null or s.known_to > k)
    and s.kind in ('cohort', 'stage', 'exit', 'graduated', 'job', 'outcome')),
member as materialized (select participant, enrollment, cohort from alive where kind = 'cohort'),
people as (select cohort, count(distinct participant) as people, count(*) as enrollments from member group by cohort),
fact as (
  select m.cohort, a.kind, case when a.kind in ('stage', 'outcome') then a.value end as stage, case when a.kind = 'outcome' then a.detail end as detail,
    count(distinct a.enrollment) as enrollments
  from member m join alive a using (participant, enrollment) where a.kind <> 'cohort' group by 1, 2, 3, 4),
figures as (
  select cohort,
    coalesce(sum(enrollments) filter (where kind = 'exit'), 0) as exited,
    coalesce(sum(enrollments) filter (where kind = 'graduated'), 0) as graduated,
    coalesce(sum(enrollments) filter (where kind = 'job'), 0) as employed,
    coalesce(json_agg(json_build_object('stage', stage, 'now', enrollments) order by stage) filter (where kind = 'stage'), '[]') as stages,
    coalesce(json_agg(json_build_object('outcome', stage, 'kind', detail, 'enrollments', enrollments) order by stage) filter (where kind = 'outcome'), '[]') as outcomes
  from fact group by cohort),
attended as (
  select m.cohort, round(avg(r.rate), 4) as attendance
  from member m
  join (
    select participant, enrollment, count(*) filter (where presence <> 'Absent')::numeric / count(*) as rate
    from journey.attendance a, asof
    where a.presence <> 'Excused' and a.valid_from <= d and (a.valid_to is null or a.valid_to > d) and a.known_from <= k and (a.known_to is null or a.known_to > k)
    group by participant, enrollment) r using (participant, enrollment)
  group by m.cohort),
own as materialized (
  select c.* from journey.cohort c, asof
  where c.valid_from <= d and (c.valid_to is null or c.valid_to > d) and c.known_from <= k and (c.known_to is null or c.known_to > k)),
found as (
  select f.cohort, count(*) as findings from journey.finding f, asof
  where f.cohort is not null and f.valid_from <= d and (f.valid_to is null or f.valid_to > d) and f.known_from <= k and (f.known_to is null or f.known_to > k)
  group by f.cohort)
select json_build_object(
  'cohort', case when c.cohort is not null then to_json(c)
    else json_build_object('cohort', p.cohort, 'name', coalesce(n.name, ''), 'program', coalesce(n.program, ''), 'program_version', coalesce(n.program_version, 0),
      'variant', n.variant, 'site', n.site, 'sessions', 0, 'closed', false) end,
  'people', coalesce(p.people, 0), 'enrollments', coalesce(p.enrollments, 0),
  'exited', coalesce(f.exited, 0), 'graduated', coalesce(f.graduated, 0), 'employed', coalesce(f.employed, 0),
  'attendance', a.attendance, 'findings', coalesce(i.findings, 0), 'stages', coalesce(f.stages, '[]'), 'outcomes', coalesce(f.outcomes, '[]'))::text
from own c
full join people p on p.cohort = c.cohort
left join figures f on f.cohort = coalesce(c.cohort, p.cohort)
left join attended a on a.cohort = coalesce(c.cohort, p.cohort)
left join found i on i.cohort = coalesce(c.cohort, p.cohort)
left join journey.cohort n on c.cohort is null and n.cohort = p.cohort and n.valid_to is null and n.known_to is null
order by c.starts desc nulls last, coalesce(c.name, n.name), coalesce(c.cohort, p.cohort)
