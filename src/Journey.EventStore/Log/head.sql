-- The last position given; 0 when there is none.
select coalesce(max(position), 0) from journey.log
