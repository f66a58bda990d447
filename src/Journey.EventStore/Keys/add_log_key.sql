-- $1 log, $2 algorithm, $3 operator key, $4 wrapped. Of two hosts that make one, one does: read it afterwards.
insert into journey.log_key (log, algorithm, operator_key, wrapped) values ($1, $2, $3, $4) on conflict on constraint log_key_pkey do nothing
