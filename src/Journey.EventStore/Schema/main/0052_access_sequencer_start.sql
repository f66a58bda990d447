-- What a sequencer starts with for the records of access: see journey.sequencer_start.
create function journey.access_sequencer_start(p_settled bigint, out highest bigint, out holes int8multirange[], out xids xid8[])
language plpgsql as $$
declare
  missing int8multirange;
begin
  select coalesce(max(seq), 0) into highest from journey.access_log;
  select range_agg(int8range(g.before, g.seq, '()')) into missing
  from (select l.seq, lag(l.seq, 1, p_settled) over (order by l.seq) as before from journey.access_log l
        where l.seq > p_settled and l.seq <= highest) g
  where g.seq > g.before + 1;
  holes := case when missing is null then '{}' else array[missing] end;
  xids := case when missing is null then '{}'::xid8[] else array[pg_current_xact_id()] end;
end $$;
