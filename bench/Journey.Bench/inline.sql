-- $1 stream, $2 status, $3 version: the inline read model's row, on the store's side.
insert into bench.header (stream, status, stream_version) values ($1, $2, $3)
on conflict (stream) do update set status = excluded.status, stream_version = excluded.stream_version
where excluded.stream_version > header.stream_version
