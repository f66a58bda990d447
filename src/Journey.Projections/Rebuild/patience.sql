-- $1 how long a statement of this transaction waits for a lock at most: a reader that arrives meanwhile waits as long.
select set_config('lock_timeout', $1, true)
