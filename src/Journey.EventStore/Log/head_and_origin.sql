-- The last position given and the history that it belongs to.
select (select coalesce(max(position), 0) from journey.log), journey.current_log_origin()
