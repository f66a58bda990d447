-- $1 milliseconds. A host that is stopped in the middle of this transaction loses it after so long: what it holds, commands wait for.
select set_config('idle_in_transaction_session_timeout', $1::int::text, true)
