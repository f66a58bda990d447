-- $1 name, $2 xml, encrypted
insert into journey.protection_key (name, xml) values ($1, $2) on conflict (name) do nothing
