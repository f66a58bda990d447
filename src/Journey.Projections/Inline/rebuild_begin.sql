-- Every row counts as older than what the repairing shard will find, from the log's start on.
update journey.caseload set form = -1;
update journey.participant_header set form = -1;
update journey.shard set position = 0, epoch = epoch + 1, owner = null, lease_until = '-infinity' where name = 'caseload';
