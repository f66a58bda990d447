-- $1 log.
select algorithm, operator_key, wrapped from journey.log_key where log = $1
