-- $1 cohort, $2 true on (null: no limit), $3 known on (null: no limit). One document; no row for a cohort that nothing is known of.
-- $4 what stages mean, by program/version/stage: those of one meaning are one.
-- A spell is open on D when it ends after D. A cohort that was not open by then is called what it is called now, without figures of its own.
with asof as (select coalesce($2::date, 'infinity') as d, coalesce($3::timestamptz, 'infinity') as k),
member as materialized (
  select s.participant, s.enrollment, s.valid_from
  from journey.spell s, asof
  where s.cohort = $1 and s.kind = 'cohort' and s.valid_from <= d and (s.valid_to is null or s.valid_to > d)
    and s.known_from <= k and (s.known_to is null or s.known_to > k)),
spell as materialized (
  select s.enrollment, s.kind, case when s.kind = 'stage' then coalesce($4::jsonb ->> (s.definition || '/' || s.value), s.value) else s.value end as value, s.detail, s.valid_from, case when s.valid_to <= d then s.valid_to end as valid_to
  from member m join journey.spell s on s.participant = m.participant and s.enrollment = m.enrollment, asof
  where s.kind <> 'cohort' and s.valid_from <= d and s.known_from <= k and (s.known_to is null or s.known_to > k)),
stage as (
  select value as stage, count(distinct enrollment) filter (where valid_to is null) as now, count(distinct enrollment) as reached,
    count(*) filter (where valid_to is not null and detail = 'Completed') as completed,
    count(*) filter (where valid_to is not null and detail = 'Returned') as returned,
    count(*) filter (where valid_to is not null and detail = 'Left') as "left",
    percentile_cont(0.5) within group (order by valid_to - valid_from) filter (where valid_to is not null) as median_days,
    percentile_cont(0.9) within group (order by valid_to - valid_from) filter (where valid_to is not null) as p90_days
  from spell where kind = 'stage' group by value),
week as (
  select date_trunc('week', day)::date as week, stage, sum(entered) as entered, sum(gone) as "left"
  from (
    select valid_from as day, null::text as stage, 1 as entered, 0 as gone from member
    union all select valid_from, null, 0, 1 from spell where kind = 'exit'
    union all select valid_from, value, 1, 0 from spell where kind = 'stage'
    union all select valid_to, value, 0, 1 from spell where kind = 'stage' and valid_to is not null) moves
  group by 1, 2),
outcome as (select value as outcome, detail as kind, count(distinct enrollment) as enrollments from spell where kind = 'outcome' and valid_to is null group by 1, 2),
reason as (select value as reason, count(distinct enrollment) as enrollments from spell where kind = 'exit' and valid_to is null group by 1),
mark as (
  select count(*) filter (where presence in ('Present', 'Late')) as attended, count(*) filter (where presence <> 'Excused') as counted,
    count(*) filter (where presence = 'Late') as late, count(*) filter (where presence = 'Excused') as excused
  from member m join journey.attendance a on a.participant = m.participant and a.enrollment = m.enrollment, asof
  where a.valid_from <= d and (a.valid_to is null or a.valid_to > d) and a.known_from <= k and (a.known_to is null or a.known_to > k)
  group by m.participant, m.enrollment),
own as (
  select c.* from journey.cohort c, asof
  where c.cohort = $1 and c.valid_from <= d and (c.valid_to is null or c.valid_to > d) and c.known_from <= k and (c.known_to is null or c.known_to > k)),
called as (select c.* from journey.cohort c where c.cohort = $1 and c.valid_to is null and c.known_to is null),
found as (
  select f.code, f.outcome, count(*) as enrollments from journey.finding f, asof
  where f.cohort = $1 and f.valid_from <= d and (f.valid_to is null or f.valid_to > d) and f.known_from <= k and (f.known_to is null or f.known_to > k)
  group by 1, 2)
select json_build_object(
  'position', coalesce((select s.position from journey.shard s join journey.build b on b.model = s.name and b.version = s.version where b.model = 'cohorts' and b.state = 'served'), 0),
  'cohort', coalesce(
    (select to_json(o) from own o),
    (select json_build_object('cohort', $1, 'name', c.name, 'program', c.program, 'program_version', c.program_version, 'variant', c.variant, 'site', c.site, 'sessions', 0, 'closed', false) from called c),
    json_build_object('cohort', $1, 'name', '', 'program', '', 'program_version', 0, 'sessions', 0, 'closed', false)),
  'people', (select count(distinct participant) from member),
  'enrollments', (select count(*) from member),
  'exited', (select count(distinct enrollment) from spell where kind = 'exit' and valid_to is null),
  'graduated', (select count(distinct enrollment) from spell where kind = 'graduated'),
  'employed', (select count(distinct enrollment) from spell where kind = 'job' and valid_to is null),
  'attendance', (select json_build_object(
    'rate', round(avg(attended::numeric / nullif(counted, 0)), 4), 'enrollments', count(*) filter (where counted > 0),
    'attended', coalesce(sum(attended), 0), 'late', coalesce(sum(late), 0), 'absent', coalesce(sum(counted - attended), 0), 'excused', coalesce(sum(excused), 0)) from mark),
  'stages', (select coalesce(json_agg(s order by s.stage), '[]') from stage s),
  'weeks', (select coalesce(json_agg(w order by w.week, w.stage nulls first), '[]') from week w),
  'outcomes', (select coalesce(json_agg(o order by o.outcome), '[]') from outcome o),
  'exit_reasons', (select coalesce(json_agg(r order by r.reason), '[]') from reason r),
  'findings', (select coalesce(json_agg(f order by f.code, f.outcome nulls first), '[]') from found f))::text
where exists (select from journey.cohort where cohort = $1) or exists (select from journey.spell where cohort = $1)
