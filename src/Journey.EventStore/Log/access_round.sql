-- $1 owner, $2 epoch, $3 highest, $4 holes, $5 xids (as the last round gave them), $6 at most so many,
-- $7 what a reconciliation found, or null: visible already, so that any xid will do.
select highest, holes::text, xids::text, appended, head, extract(epoch from waited)::float8
from journey.sequence_accesses($1, $2, $3,
  $4::text::int8multirange[] || case when $7::text is null then '{}' else array[$7::text::int8multirange] end,
  $5::text::xid8[] || case when $7::text is null then '{}' else array['3'::xid8] end, $6)
