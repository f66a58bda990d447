-- Who may come into question for a row of the caseload, so that a list need not go through everybody: readers are the staff assigned to the person
-- and the organizations that they are referred to, with those that took them up while no case manager is assigned; organizations are all that took
-- them up or have staff assigned. The policy decides row by row; this only leaves out whom it would never show. Null: written by an older host, and
-- shown to nobody until the row is repaired.
alter table journey.caseload add column readers uuid[], add column organizations uuid[];
create index caseload_readers on journey.caseload using gin (readers);
create index caseload_organizations on journey.caseload using gin (organizations);
