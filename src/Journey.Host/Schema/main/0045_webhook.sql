-- What webhooks have to post, have posted and have given up. Bounded: pending rows by the backlog of a subscription (beyond it the log itself
-- is the queue), the others by the time they are kept. Bodies are public CloudEvents: no sealed value, no participant's stream.

create table journey.webhook_delivery (
  id uuid not null constraint webhook_delivery_pkey primary key,
  subscription uuid not null,
  position bigint,                       -- in the log; null: a test
  event uuid not null,                   -- the header webhook-id
  stream uuid not null,                  -- whose order is kept
  type text not null,
  body text not null,                    -- byte for byte what is signed
  state text not null constraint webhook_delivery_state_check check (state in ('pending', 'delivered', 'dead', 'test')),
  times int not null default 0,          -- how often it was sent back for another round of attempts
  attempts int not null default 0,       -- in this round
  next_at timestamptz not null,          -- not to be posted before
  created_at timestamptz not null,
  last_at timestamptz,                   -- of the last attempt
  ended_at timestamptz,                  -- delivered, or given up
  outcome text,                          -- of the last attempt
  status int,                            -- that it was answered with
  constraint webhook_delivery_position_key unique (subscription, position)
) with (fillfactor = 80);

create index webhook_delivery_pending on journey.webhook_delivery (subscription, stream, position) where state = 'pending';
create index webhook_delivery_newest on journey.webhook_delivery (subscription, id desc);
create index webhook_delivery_list on journey.webhook_delivery (subscription, state, id desc);
create index webhook_delivery_ended on journey.webhook_delivery (ended_at) where ended_at is not null;

create table journey.webhook_attempt (
  delivery uuid not null constraint webhook_attempt_delivery_fkey references journey.webhook_delivery on delete cascade,
  times int not null,
  number int not null,                   -- 1, 2, 3 … in its round
  at timestamptz not null,
  outcome text not null,
  status int,
  error text,
  request_headers jsonb not null,        -- without what could be used again: the signatures
  response_headers jsonb,
  response_body text,                    -- its first bytes
  timings jsonb not null,                -- milliseconds
  constraint webhook_attempt_pkey primary key (delivery, times, number)
);

-- How a subscription's endpoint is doing: the circuit breaker's memory, for whichever host delivers next.
create table journey.webhook_endpoint (
  subscription uuid not null constraint webhook_endpoint_pkey primary key,
  failures int not null,                 -- one after the other
  failing_since timestamptz,             -- nothing but failure since then
  probes int not null,                   -- failed ones since the circuit opened
  probe_at timestamptz                   -- the circuit is open; one entry may be tried from then on
);
