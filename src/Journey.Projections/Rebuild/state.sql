-- $1 model, $2 number, $3 its state now.
update journey.build set state = $3, indexes = case when $3 = 'following' then '{}' else indexes end where model = $1 and number = $2
