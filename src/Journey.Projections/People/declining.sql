-- Employers that ever declined the coach's service.
select distinct e.stream_id from journey.stream s join journey.event e on e.stream_id = s.id where s.type = 'employer' and e.type = 'service_declined'
