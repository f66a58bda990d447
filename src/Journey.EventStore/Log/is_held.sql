-- Whether some host holds the sequencer's lease.
select owner is not null and lease_until > clock_timestamp() from journey.sequencer
