-- Which history the positions belong to, and the last of them: asked in the same round trip as a page, before it.
select journey.current_log_origin(), coalesce(max(position), 0) from journey.log
