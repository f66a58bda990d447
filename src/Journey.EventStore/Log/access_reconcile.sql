-- $1 highest, $2 holes.
select foreign_accesses, unsequenced::text from journey.reconcile_accesses($1, $2::text::int8multirange[])
