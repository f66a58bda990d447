-- $1 subjects, $2 enrollments (null: the person), $3 classes; side by side
select k.id, k.subject, k.enrollment, k.class, k.operator_key, k.wrapped, k.fingerprint
from unnest($1::uuid[], $2::uuid[], $3::text[]) as n(subject, enrollment, class)
join journey.data_key k on k.subject = n.subject and k.class = n.class and k.enrollment is not distinct from n.enrollment
