-- Empty tables beside the live ones. What an interrupted rebuild left is thrown away.
drop schema if exists journey_rebuild cascade;
create schema journey_rebuild;
create table journey_rebuild.spell (like journey.spell including all);
create table journey_rebuild.attendance (like journey.attendance including all);
create table journey_rebuild.cohort (like journey.cohort including all);
create table journey_rebuild.finding (like journey.finding including all);
