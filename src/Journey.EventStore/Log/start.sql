-- $1 settled.
select highest, holes::text, xids::text from journey.sequencer_start($1)
