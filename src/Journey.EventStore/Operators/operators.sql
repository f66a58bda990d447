select id, name, label, main_database, keys_database from journey.operator order by id
