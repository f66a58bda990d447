-- Every entry of the log: position, event, what its envelope says, and its unique payload where that stays readable.
select l.position, e.id, coalesce(e.headers::text, ''), case e.type when 'inquiry_made' then e.data->>'channel' when 'exited' then e.data->>'reason' when 'organization_registered' then e.data->>'name' else '' end
from journey.log l join journey.event e on e.seq = l.seq
order by l.position
