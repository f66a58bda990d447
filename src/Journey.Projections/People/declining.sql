-- Employers that ever declined the coach's service, by the index stream_of_few.
select distinct e.stream_id from journey.stream s join journey.event e on e.stream_id = s.id
where s.type = 'employer' and s.type <> 'participant' and e.type = 'service_declined'
