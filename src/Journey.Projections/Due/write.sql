-- $1 rows, $2 per participant the versions it was folded at and the enrollments whose program could not be read (their rows stay),
-- $3 the participants. Invariant: only the state that the participant's header shows is written, and a row that stays as it is is not touched.
with current as (
  select k.participant, k.unread
  from jsonb_to_recordset($2) k(participant uuid, stream_version bigint, linked_version bigint, unread uuid[])
  join journey.participant_header h on h.participant = k.participant and h.stream_version = k.stream_version and h.linked_version = k.linked_version
  where h.participant = any($3)),
said as (
  select r.* from jsonb_populate_recordset(null::journey.due_work, $1) r where r.participant in (select c.participant from current c)),
gone as (
  delete from journey.due_work d
  where d.participant = any($3)
    and exists (select from current c where c.participant = d.participant and d.enrollment <> all(c.unread))
    and (d.participant, d.enrollment, d.item) not in (select s.participant, s.enrollment, s.item from said s))
insert into journey.due_work as d (participant, enrollment, item, kind, id, number, party, about, program, program_version, zone, employer, because,
  opens, due, last_day, escalates_on, role, staff, unowned, attempts, settled, step, act_at, claim_at)
select s.participant, s.enrollment, s.item, s.kind, s.id, s.number, s.party, s.about, s.program, s.program_version, s.zone, s.employer, s.because,
  s.opens, s.due, s.last_day, s.escalates_on, s.role, s.staff, s.unowned, s.attempts, s.settled, s.step, s.act_at, s.act_at
from said s order by s.participant, s.enrollment, s.item
on conflict (participant, enrollment, item) do update set
  kind = excluded.kind, id = excluded.id, number = excluded.number, party = excluded.party, about = excluded.about, program = excluded.program,
  program_version = excluded.program_version, zone = excluded.zone, employer = excluded.employer, because = excluded.because, opens = excluded.opens,
  due = excluded.due, last_day = excluded.last_day, escalates_on = excluded.escalates_on, role = excluded.role, staff = excluded.staff,
  unowned = excluded.unowned, attempts = excluded.attempts, settled = excluded.settled, step = excluded.step, act_at = excluded.act_at,
  claim_at = excluded.act_at, waiting = null
where (d.program, d.program_version, d.zone, d.employer, d.because, d.opens, d.due, d.last_day, d.escalates_on, d.role, d.staff, d.unowned, d.attempts, d.settled, d.step, d.act_at)
  is distinct from (excluded.program, excluded.program_version, excluded.zone, excluded.employer, excluded.because, excluded.opens, excluded.due,
    excluded.last_day, excluded.escalates_on, excluded.role, excluded.staff, excluded.unowned, excluded.attempts, excluded.settled, excluded.step, excluded.act_at)
