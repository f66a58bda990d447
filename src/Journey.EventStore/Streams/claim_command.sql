-- $1 client, $2 route, $3 key, $4 keyed hash of the body, $5 answer (json).
-- First in its transaction: a repetition must be told apart before its expected version is found out of date. Repeated: violates command_pkey.
insert into journey.command (client, route, key, body_mac, answer) values ($1, $2, $3, $4, $5)
