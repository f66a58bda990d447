-- Work that somebody owes an enrollment and that is still open: an inline read model, written after the participant's header in the same
-- transaction. Only the state that the header shows writes here, so the rows need no version of their own and stay untouched where
-- nothing about them changed. step and act_at follow from state and definition alone; claim_at is when a host looks at the row next:
-- act_at, or later where a host has left it alone and says why.
create table journey.due_work (
  participant uuid not null,
  enrollment uuid not null,
  item text not null,                    -- kind:id:number:party:about, the same whatever its day is moved to
  kind text not null,
  id text not null,                      -- the definition's follow-up or task; the stage of a plan
  number int not null,
  party text,                            -- whom a contact is with
  about uuid,                            -- job, plan, cohort, consent
  program text not null,
  program_version int not null,
  zone text not null,                    -- of its days
  employer uuid,
  because uuid not null,                 -- the entry that it is counted from
  opens date not null,
  due date not null,
  last_day date not null,
  escalates_on date,
  role text not null,                    -- whose work it is now
  staff uuid,
  unowned boolean not null,
  attempts int not null,
  settled text,                          -- Missed, LateKnown; null: it depends on the day
  step text,                             -- what happens by itself next
  act_at timestamptz,
  claim_at timestamptz,
  waiting text,
  primary key (participant, enrollment, item)
);
create index due_work_claim on journey.due_work (claim_at) where claim_at is not null;
create index due_work_waiting on journey.due_work (waiting) where waiting is not null;
create index due_work_due on journey.due_work (due, enrollment, item);
create index due_work_role on journey.due_work (role, due, enrollment, item);
create index due_work_staff on journey.due_work (staff, due, enrollment, item) where staff is not null;
create index due_work_unowned on journey.due_work (due, enrollment, item) where unowned;
