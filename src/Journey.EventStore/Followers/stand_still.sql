-- $1 milliseconds. A host that stands still between this transaction's last statement and its commit loses it after so long: whoever takes
-- over waits for the rows that it holds.
select set_config('idle_in_transaction_session_timeout', $1::int::text, true)
