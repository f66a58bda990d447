-- $1 highest, $2 holes.
select foreign_events, unsequenced::text from journey.reconcile($1, $2::text::int8multirange[])
