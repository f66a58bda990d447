-- The new tables take the old ones' place, with statistics: a reader's first plan shall be a good one.
analyze journey_rebuild.spell, journey_rebuild.attendance, journey_rebuild.cohort, journey_rebuild.finding;
drop table journey.spell, journey.attendance, journey.cohort, journey.finding;
alter table journey_rebuild.spell set schema journey;
alter table journey_rebuild.attendance set schema journey;
alter table journey_rebuild.cohort set schema journey;
alter table journey_rebuild.finding set schema journey;
drop schema journey_rebuild;
