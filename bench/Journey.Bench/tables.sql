-- What the raw side writes to: the store's tables again, with every index and check, and a read model's row for each side.
create schema raw;
create sequence raw.event_seq as bigint cache 1;
create table raw.stream (like journey.stream including all) with (fillfactor = 80);
create table raw.event (like journey.event including all);
create table raw.command (like journey.command including all);
create table raw.header (stream uuid primary key, status text not null, stream_version bigint not null);
create schema bench;
create table bench.header (like raw.header including all);
