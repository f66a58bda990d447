-- $1 id, $2 operator, $3 purpose, $4 root key's fingerprint, $5 wrapped key
-- One current key per purpose: whoever comes second makes none, and reads the first one's.
insert into journey.operator_key (id, operator, purpose, root, wrapped) values ($1, $2, $3, $4, $5)
on conflict (purpose) where retired_at is null do nothing
