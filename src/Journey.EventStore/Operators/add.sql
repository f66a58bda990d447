-- $1 id, $2 name, $3 label, $4 main database, $5 key database, $6 server. Saying it twice changes nothing: the first name, label and server stay.
insert into journey.operator (id, name, label, main_database, keys_database, server) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing
