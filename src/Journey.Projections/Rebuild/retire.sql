-- $1 model, $2 version, $3 number of the build that is served from here on: of its version no other is needed, of another one hosts may live.
update journey.build set state = case when version = $2 then 'old' else 'kept' end, idle_since = null
where model = $1 and number <> $3 and (state = 'served' or state = 'kept' and version = $2)
