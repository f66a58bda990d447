-- $1 model: what is served, until the switch is done or given up. Its version and the schema of its tables.
select version, tables from journey.build where model = $1 and state = 'served' for update
