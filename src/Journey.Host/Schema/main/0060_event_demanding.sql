-- What asks subscribers to delete something: a handful among very many, and asked for by every page of subscriptions.
create index event_demanding on journey.event (seq) where type in ('consent_withdrawn', 'participant_erased');
