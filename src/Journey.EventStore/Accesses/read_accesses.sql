-- The newest records of access first. $1 only those before this seq (null: from the newest), $2 at most so many. No content: only
-- what the record says in columns.
select seq, id, at, actor, roles, action, purpose, cardinality(subjects), subjects[1], resource_type, resource_id, classes, fields, basis, allowed, reason, results
from journey.access
where $1::bigint is null or seq < $1
order by seq desc
limit $2
