-- The second log: the records of access in their order, by the same rules as journey.log. Rows are only ever inserted.
create table journey.access_log (
  position bigint not null constraint access_log_pkey primary key,  -- 1, 2, 3 … without gaps
  seq bigint not null constraint access_log_seq_key unique,
  sequenced_at timestamptz not null,     -- never decreases
  leaf bytea not null                    -- sha256(0x00 || journey.access.entry), RFC 6962
);

-- Of the records of access, what settled is of the events.
alter table journey.sequencer add column access_settled bigint not null default 0;
