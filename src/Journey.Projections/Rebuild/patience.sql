-- $1 how long a statement of this transaction waits for a lock at most: a reader that arrives meanwhile waits as long. $2 for how long it
-- may stand still: a process that is stopped in the middle would keep readers out for as long.
select set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)
