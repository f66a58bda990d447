-- What a webhook's messages are signed with. At most one is current; those rotated out sign until their end and are then removed.
create table journey.signing_secret (
  id uuid not null constraint signing_secret_pkey primary key,
  subscription uuid not null,
  operator_key uuid not null,
  wrapped bytea not null,                -- RFC 5649, of the subscription's id and the secret
  made_at timestamptz not null,
  until timestamptz                      -- null: the current one
);
create unique index signing_secret_current on journey.signing_secret (subscription) where until is null;
create index signing_secret_subscription on journey.signing_secret (subscription);
