-- $1 model. The position of its served version, as a JSON number.
select s.position::text from journey.shard s join journey.build b on b.model = s.name and b.version = s.version where b.model = $1 and b.state = 'served'
