-- Who ever enrolled in a program, by the program's id: people are gone through program by program (a dry run, a migration). From the
-- events themselves, so that nobody is left out whom a read model has not taken up yet. An amendment may name another program.
create index event_enrolled_in on journey.event ((coalesce(data->>'program', data->'replacement'->'data'->>'program')), stream_id)
where type = 'enrollment_opened' or (type = 'entry_amended' and data->'replacement'->>'type' = 'enrollment_opened');
