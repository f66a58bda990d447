-- What makes the two logs provable to strangers (docs/proof.md). A log is named 'events' or 'accesses'; its tree has the leaves of
-- journey.log or journey.access_log, position 1 being index 0. Rows are only ever inserted.

-- Full tiles of the C2SP form (c2sp.org/tlog-tiles): 256 hashes of one level. Those at a log's edge are partial, and derived.
create table journey.tile (
  log text not null constraint tile_log_check check (log in ('events', 'accesses')),
  level smallint not null,
  n bigint not null,
  hashes bytea not null constraint tile_hashes_check check (octet_length(hashes) = 8192),
  root bytea not null constraint tile_root_check check (octet_length(root) = 32),  -- of the subtree over them: a hash of the tile above
  constraint tile_pkey primary key (log, level, n)
);
-- hashes don't compress
alter table journey.tile alter column hashes set storage external;

-- Under which name a log's history is signed. Another one begins only when a person says so, after a restore that lost leaves.
create table journey.tree (
  log text not null constraint tree_log_check check (log in ('events', 'accesses')),
  generation int not null,
  origin text not null constraint tree_origin_key unique,
  vkeys text[] not null,                 -- the public keys, as c2sp.org/signed-note writes them
  began_at timestamptz not null,
  reason text,
  constraint tree_pkey primary key (log, generation)
);

-- Signed once for a size, and never again: what was published is what is stored.
create table journey.checkpoint (
  log text not null,
  generation int not null,
  size bigint not null,
  root bytea not null,
  note text not null,                    -- the whole signed note, with the log's own signatures
  signed_at timestamptz not null,
  witnessed_at timestamptz,              -- when the policy's number of witnesses had cosigned
  constraint checkpoint_pkey primary key (log, generation, size)
);

create table journey.cosignature (
  log text not null,
  generation int not null,
  size bigint not null,
  witness text not null,
  line text not null,                    -- the note's signature line, with its newline
  constraint cosignature_pkey primary key (log, generation, size, witness)
);

-- Which host signs, until when by this database's clock; fenced by its epoch. Two of them could do no harm, only double work.
create table journey.signer (
  one boolean not null default true constraint signer_pkey primary key constraint signer_one_check check (one),
  owner text,
  epoch bigint not null default 0,
  lease_until timestamptz not null default '-infinity'
);
insert into journey.signer default values;

-- p_count leaf hashes of a log from position p_first on, joined; fewer where the log ends. Null: none.
create function journey.leaves(p_log text, p_first bigint, p_count bigint) returns bytea language sql stable
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
  select string_agg(l.leaf, '' order by l.position)
  from (
    select e.position, e.leaf from journey.log e where p_log = 'events' and e.position >= p_first and e.position < p_first + p_count
    union all
    select a.position, a.leaf from journey.access_log a where p_log = 'accesses' and a.position >= p_first and a.position < p_first + p_count) l
$$;

-- The first p_width hashes of a tile: of the stored one, else of what it is made from. Shorter, or null: the log has no such tile.
create function journey.tile_hashes(p_log text, p_level int, p_n bigint, p_width int) returns bytea language sql stable
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
  select coalesce(
    (select substr(t.hashes, 1, p_width * 32) from journey.tile t where t.log = p_log and t.level = p_level and t.n = p_n),
    case when p_level = 0 then journey.leaves(p_log, p_n * 256 + 1, p_width)
      else (select string_agg(t.root, '' order by t.n) from journey.tile t
        where t.log = p_log and t.level = p_level - 1 and t.n >= p_n * 256 and t.n < p_n * 256 + p_width) end)
$$;
