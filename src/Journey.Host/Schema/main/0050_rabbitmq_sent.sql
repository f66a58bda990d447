-- The last message that a RabbitMQ subscription was sent and the broker took on. The next one names it (journey-after), so that its
-- consumer sees a gap though it doesn't get every position. Moved in the transaction that moves the subscription's row of journey.shard.
create table journey.rabbitmq_sent (
  subscription uuid not null,
  version int not null,
  position bigint not null,
  primary key (subscription, version))
