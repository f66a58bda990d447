-- $1 a moment. The last position sequenced before it; sequenced_at never decreases, so it is found from the end backwards.
select position from journey.log where sequenced_at < $1 order by position desc limit 1
