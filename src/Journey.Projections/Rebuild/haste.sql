-- $1 how long a statement of this transaction takes at most, all its waits for locks together.
select set_config('statement_timeout', $1, true)
