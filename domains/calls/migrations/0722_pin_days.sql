-- Wrong PINs are counted by the day, which begins with the first of them; `locked_at` tells when so many locked the PIN the last time.
ALTER TABLE callers ADD COLUMN wrong_since BIGINT;
