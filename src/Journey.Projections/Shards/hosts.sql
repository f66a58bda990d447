-- Hosts that serve this operator, those that live first.
select json_build_object('owner', h.owner, 'program', h.program, 'started', h.started, 'seen', h.seen,
  'lives', h.seen > clock_timestamp() - interval '6 seconds',
  'holds', (select count(*) from journey.shard s where s.owner = h.owner and s.lease_until >= clock_timestamp()))::text
from journey.host h order by h.seen > clock_timestamp() - interval '6 seconds' desc, h.owner
