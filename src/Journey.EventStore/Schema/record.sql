-- $1 module, $2 number, $3 name, $4 hash; runs in the transaction of the change itself
insert into journey.schema_change (module, number, name, hash) values ($1, $2, $3, $4)
