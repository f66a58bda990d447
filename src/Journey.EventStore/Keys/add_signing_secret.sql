-- $1 id, $2 subscription, $3 operator key, $4 wrapped, $5 now. Fails where another one was made at the same moment: at most one is current.
insert into journey.signing_secret (id, subscription, operator_key, wrapped, made_at) values ($1, $2, $3, $4, $5)
