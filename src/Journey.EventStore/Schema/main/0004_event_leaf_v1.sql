-- The RFC 6962 leaf hash of an event's entry: sha256(0x00 || entry). The sequencer, the export and the verification all use this.
create function journey.event_leaf_v1(e journey.event) returns bytea language sql stable parallel safe as $$
  select sha256('\x00'::bytea || convert_to(journey.event_entry_v1(e), 'UTF8'))
$$;
