-- $1 origin. The log has gone back where it lies: its positions will be given again, in another history. Of several hosts that notice one says so.
update journey.log_origin set origin = gen_random_uuid() where origin = $1
