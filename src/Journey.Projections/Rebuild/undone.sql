-- $1 model, $2 number: the chunks that are still to do.
select chunk, after, upto from journey.build_chunk where model = $1 and number = $2 and done_at is null order by chunk
