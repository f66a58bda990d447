-- Every operator key of this database, retired ones too: data keys may still be wrapped under them.
select id, operator, purpose, root, wrapped, retired_at is null as current from journey.operator_key
