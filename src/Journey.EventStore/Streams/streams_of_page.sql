-- $1 type, $2 and $3 after the stream that was begun then under that id (null: from the first on), $4 at most so many. By the index stream_of_few.
select s.id, s.created_at from journey.stream s
where s.type = $1 and s.type <> 'participant' and (s.created_at, s.id) > (coalesce($2, '-infinity'::timestamptz), $3)
order by s.created_at, s.id limit $4
