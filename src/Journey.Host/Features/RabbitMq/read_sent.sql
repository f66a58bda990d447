-- $1 subscription, $2 version of its delivery. No row: nothing was taken on yet.
select position from journey.rabbitmq_sent where subscription = $1 and version = $2
