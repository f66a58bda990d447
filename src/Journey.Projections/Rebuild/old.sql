-- Builds that nobody needs any more, with the statement that drops their tables.
select model, number, case when tables is not null then format('drop schema if exists %I cascade', tables) end from journey.build where state = 'old'
