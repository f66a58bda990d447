-- $1 how many: rows of people nobody else knows, due over the three years after $2, so that what falls due has to be found among them.
insert into journey.due_work (participant, enrollment, item, kind, id, number, party, program, program_version, zone, because, opens, due, last_day, role, staff, unowned, attempts, step, act_at, claim_at)
select p.id, gen_random_uuid(), 'FollowUp:quarter:' || n % 6 || ':Participant:', 'FollowUp', 'quarter', n % 6, 'Participant', 'bench', 1, 'America/Halifax', gen_random_uuid(),
  d.day, d.day, d.day + 14, 'advancementCoach', ('00000000-0000-0000-0000-' || lpad((n % 200)::text, 12, '0'))::uuid, false, 0, 'Remind',
  d.day at time zone 'America/Halifax', d.day at time zone 'America/Halifax'
from generate_series(1, $1) n
cross join lateral (select gen_random_uuid() as id where n > 0) p
cross join lateral (select $2::date + 2 + n % 1000 as day) d
