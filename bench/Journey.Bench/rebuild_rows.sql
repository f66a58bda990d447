-- How many rows the read model has.
select (select count(*) from journey.spell) + (select count(*) from journey.attendance) + (select count(*) from journey.finding) + (select count(*) from journey.cohort)
