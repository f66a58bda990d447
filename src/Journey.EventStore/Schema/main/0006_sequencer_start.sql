-- What a sequencer starts with: the highest number in the log, and every number above p_settled and up to it that has no log row.
-- Invariant: the xid is drawn after those numbers were (they lie below one that is in the log), so every transaction that may
-- still bring one of them has a smaller xid.
create function journey.sequencer_start(p_settled bigint, out highest bigint, out holes int8multirange[], out xids xid8[])
language plpgsql as $$
declare
  missing int8multirange;
begin
  select coalesce(max(seq), 0) into highest from journey.log;
  select range_agg(int8range(g.before, g.seq, '()')) into missing
  from (select l.seq, lag(l.seq, 1, p_settled) over (order by l.seq) as before from journey.log l
        where l.seq > p_settled and l.seq <= highest) g
  where g.seq > g.before + 1;
  holes := case when missing is null then '{}' else array[missing] end;
  xids := case when missing is null then '{}'::xid8[] else array[pg_current_xact_id()] end;
end $$;
