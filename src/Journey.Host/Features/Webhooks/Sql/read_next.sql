-- $1 subscription, $2 now, $3 streams with a post under way, $4 at most so many: the oldest pending entry of each stream, where its time has
-- come. Later ones of a stream wait for it, whatever their own time.
select d.id, d.event, d.stream, d.body, d.times, d.attempts from (
  select distinct on (p.stream) p.id, p.event, p.stream, p.position, p.body, p.times, p.attempts, p.next_at from journey.webhook_delivery p
  where p.subscription = $1 and p.state = 'pending' order by p.stream, p.position) d
where d.next_at <= $2 and d.stream <> all($3)
order by d.next_at, d.position limit $4
