-- One row for each kind of wrong move that watch.sql saw, with one of them.
select format('%s wrong moves of shards, such as: %s', count(*), min(what)) from torture.wrong group by what like '%went back%'
