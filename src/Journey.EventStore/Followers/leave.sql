-- $1 owner: it takes nothing any more.
delete from journey.host where owner = $1
