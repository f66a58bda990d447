-- Every row counts as older than what the repairing shard will find, from the log's start on. The tables first, in the order in
-- which an append takes them: row by row against a batch of many people, each would wait for the other.
lock table journey.caseload, journey.participant_header, journey.due_work in share row exclusive mode;
update journey.caseload set form = -1;
update journey.participant_header set form = -1;
update journey.shard set position = 0, epoch = epoch + 1, owner = null, lease_until = '-infinity' where name = 'caseload';
