-- How far the cohorts read model is that pages read: its rows are committed with this.
select position from journey.shard where name = 'cohorts' order by version desc limit 1
