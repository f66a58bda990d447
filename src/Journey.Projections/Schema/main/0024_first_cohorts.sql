-- The cohort dashboard's tables, as the files before made them, are the first build of its first version; readers go through views.
-- A table that its version 1 gets before any release is moved here too, or made in this schema by a later file, which calls serve_tables again.
create schema journey_cohorts_1;
alter table journey.spell set schema journey_cohorts_1;
alter table journey.attendance set schema journey_cohorts_1;
alter table journey.cohort set schema journey_cohorts_1;
alter table journey.finding set schema journey_cohorts_1;
insert into journey.build (model, version, number, tables, state, start, events, chunks, served_at) values ('cohorts', 1, 1, 'journey_cohorts_1', 'served', 0, 0, 0, clock_timestamp());
select journey.serve_tables('journey_cohorts_1', null);
