-- $1 log. How many leaves it has.
select case $1 when 'events' then (select coalesce(max(position), 0) from journey.log) else (select coalesce(max(position), 0) from journey.access_log) end
