-- $1 ids, $2 subjects, $3 enrollments (null: the person), $4 classes, $5 wrapped keys, $6 fingerprints; side by side. $7 operator key
-- Ordered, so that two hosts making the same keys wait for each other instead of deadlocking; the second one makes none.
insert into journey.data_key (id, subject, enrollment, class, operator_key, wrapped, fingerprint)
select id, subject, enrollment, class, $7, wrapped, fingerprint
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[]) as n(id, subject, enrollment, class, wrapped, fingerprint)
order by subject, enrollment, class
on conflict on constraint data_key_name do nothing
