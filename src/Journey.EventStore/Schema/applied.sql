select module, number, hash from journey.schema_change
