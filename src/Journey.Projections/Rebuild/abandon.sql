-- $1 model, $2 version: what was built of it is nobody's.
update journey.build set state = 'old' where model = $1 and version = $2 and state in ('filling', 'indexing', 'following')
