-- $1 name. Gives the statement, quoted by the server, since create database takes no parameters. C collation: order and equality
-- of text are those of its bytes, on every machine and after every upgrade of the C library.
select format('create database %I template template0 encoding %L locale_provider libc locale %L', $1, 'UTF8', 'C')
