-- $1 subscription, $2 until when its secrets sign on; an earlier end stays
update journey.signing_secret set until = least(until, $2) where subscription = $1
