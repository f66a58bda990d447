-- On which server an operator's databases lie, by the name under which every host's configuration knows it. Never an address or a secret.
alter table journey.operator add column server text not null default 'default' check (server ~ '^[a-z][a-z0-9-]{0,30}$');
