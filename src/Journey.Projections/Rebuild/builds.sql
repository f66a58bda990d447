-- Every build there is, the oldest first.
select to_jsonb(b)::text from journey.build b order by b.model, b.number
