-- $1 subject; $2 fields and $3 tokens, side by side; $4 the fields whose tokens are replaced
with said as (
  select * from unnest($2::text[], $3::bytea[]) as n(field, token)
),
gone as (
  delete from journey.name_index i
  where i.subject = $1 and i.field = any($4) and not exists (select from said where said.field = i.field and said.token = i.token)
)
insert into journey.name_index (token, subject, field) select token, $1, field from said
on conflict do nothing
