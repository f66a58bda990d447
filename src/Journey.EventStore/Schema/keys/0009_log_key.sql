-- What checkpoints of an operator's logs are signed with: an Ed25519 and a P-256 key per log.
create table journey.log_key (
  log text not null,
  algorithm text not null constraint log_key_algorithm_check check (algorithm in ('ed25519', 'p256')),
  operator_key uuid not null,
  wrapped bytea not null,                -- RFC 5649, of the log's name, a zero byte, and the key
  made_at timestamptz not null default clock_timestamp(),
  constraint log_key_pkey primary key (log, algorithm)
);
