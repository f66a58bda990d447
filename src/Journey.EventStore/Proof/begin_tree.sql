-- $1 log, $2 generation, $3 origin, $4 vkeys, $5 when, $6 reason. Of two hosts that begin the same, one does.
insert into journey.tree (log, generation, origin, vkeys, began_at, reason) values ($1, $2, $3, $4, $5, $6) on conflict on constraint tree_pkey do nothing
