-- Who moves a shard. Each host says its number when it connects (torture.host).
-- Invariant: torture.wrong stays empty, as only the host that holds a shard moves it, and only forwards.
create schema torture;
create table torture.holder (name text, version int, host text, primary key (name, version));
create table torture.wrong (what text not null);

create function torture.watch() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  me text := coalesce(current_setting('torture.host', true), '');
  holder text;
begin
  if tg_op = 'INSERT' or new.epoch is distinct from old.epoch then
    insert into torture.holder values (new.name, new.version, me) on conflict (name, version) do update set host = excluded.host;
  elsif new.position is distinct from old.position then
    select h.host into holder from torture.holder h where h.name = new.name and h.version = new.version;
    if holder <> me then
      insert into torture.wrong values (format('host %s moved %s from %s to %s, which is host %s''s', me, new.name, old.position, new.position, holder));
    end if;
    if new.position < old.position then
      insert into torture.wrong values (format('%s went back from %s to %s', new.name, old.position, new.position));
    end if;
  end if;
  return null;
end $$;

create trigger torture_watch after insert or update on journey.shard for each row execute function torture.watch();
