-- $1 client, $2 route, $3 key: what was answered to it, and to which body.
select body_mac, answer::text from journey.command where client = $1 and route = $2 and key = $3
