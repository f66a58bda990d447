-- $1 ids
select id, subject, enrollment, class, operator_key, wrapped, fingerprint from journey.data_key where id = any($1)
