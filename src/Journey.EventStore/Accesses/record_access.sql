-- $1 … $29: the columns in their order. The transaction draws its xid before the number, as every writer that the sequencer follows.
with me as materialized (select pg_current_xact_id() as xid)
insert into journey.access (
  seq, id, nonce, entry, at, actor, organization, roles, on_behalf_of, session, client, address, action, purpose, subjects,
  resource_type, resource_id, resource_version, classes, fields, basis, basis_reference, basis_version, allowed, reason, query, results, recipient, export, trace)
select nextval('journey.access_seq'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
  $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29
from me where xid is not null
