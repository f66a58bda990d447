-- One row for each thing that does not hold of the log and the streams.
select format('the log has %s entries up to position %s', count(*), max(position)) from journey.log having count(*) <> coalesce(max(position), 0) or min(position) <> 1
union all
select format('%s events, %s of them in the log', e.n, l.n) from (select count(*) n from journey.event) e, (select count(*) n from journey.log) l where e.n <> l.n
union all
select format('stream %s has %s events at version %s', s.id, count(e.*), s.version) from journey.stream s left join journey.event e on e.stream_id = s.id
group by s.id, s.version having count(e.*) <> s.version or coalesce(max(e.version), 0) <> s.version
union all
select format('in stream %s version %s comes before %s', stream_id, version, before)
from (select e.stream_id, e.version, lag(e.version) over (partition by e.stream_id order by l.position) as before from journey.log l join journey.event e on e.seq = l.seq) o where version <> coalesce(before, 0) + 1
union all
select format('position %s was given earlier than the one before', position) from (select position, sequenced_at < lag(sequenced_at) over (order by position) as wrong from journey.log) t where wrong
union all
select format('the leaf at %s is not its event''s', l.position) from journey.log l join journey.event e on e.seq = l.seq where l.leaf <> journey.event_leaf_v1(e)
