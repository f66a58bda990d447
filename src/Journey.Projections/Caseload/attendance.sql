-- Per cohort the mean of its people's attendance, as known now; nobody's counted who has had no session.
select json_build_object('cohort', cohort, 'rate', round(avg(attendance_rate), 4), 'people', count(*))::text
from journey.caseload
where cohort is not null and attendance_rate is not null
group by cohort
