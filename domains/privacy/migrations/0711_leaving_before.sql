-- Who had confirmed before persons knew of it (0303) to be forgotten: nothing new is entrusted to them either.
UPDATE persons SET leaving_at = (SELECT MAX(erase_at) FROM erasure_requests WHERE person = persons.id AND state = 'confirmed')
 WHERE leaving_at IS NULL AND id IN (SELECT person FROM erasure_requests WHERE state = 'confirmed' AND ended_at IS NULL);
