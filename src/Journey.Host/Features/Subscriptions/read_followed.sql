-- How far each subscription's versions have been delivered.
select s.name, s.version, s.position from journey.shard s where s.name like 'subscription:%'
