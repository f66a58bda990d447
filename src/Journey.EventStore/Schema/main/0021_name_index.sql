-- Finds people by name without holding one: token is an HMAC of a normalized part of a name, or of a prefix of it.
create table journey.name_index (
  token bytea not null,
  subject uuid not null,
  field text not null,                   -- which name it comes from, so that one name can be replaced
  constraint name_index_pkey primary key (token, subject, field)
);
create index name_index_subject on journey.name_index (subject, field);
