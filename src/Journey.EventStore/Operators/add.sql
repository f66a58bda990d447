-- $1 id, $2 name, $3 label, $4 main database, $5 key database. Saying it twice changes nothing: the first name and label stay.
insert into journey.operator (id, name, label, main_database, keys_database) values ($1, $2, $3, $4, $5) on conflict (id) do nothing
