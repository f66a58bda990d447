select id, name, label, main_database, keys_database, server from journey.operator order by id
