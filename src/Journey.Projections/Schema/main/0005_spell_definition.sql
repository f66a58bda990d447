-- Which version of which program a stage's id is of, so that reports tell stages by what they mean and not by what a version calls them.
alter table journey.spell add column definition text;  -- of kind stage: program/version
