-- Which history positions belong to.
select journey.current_log_origin()
