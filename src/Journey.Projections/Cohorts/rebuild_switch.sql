-- The new tables take the old ones' place.
drop table journey.spell, journey.cohort, journey.finding;
alter table journey_rebuild.spell set schema journey;
alter table journey_rebuild.cohort set schema journey;
alter table journey_rebuild.finding set schema journey;
drop schema journey_rebuild;
