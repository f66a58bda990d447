-- $1 seq. No row: not sequenced yet.
select position from journey.log where seq = $1
