-- Lets the shard's running batch end and holds the next one back; readers go on. Before the shard's row: a batch takes them in this order too.
lock table journey.spell, journey.attendance, journey.cohort, journey.finding in share row exclusive mode;
select from journey.shard where name = 'cohorts' for update;
