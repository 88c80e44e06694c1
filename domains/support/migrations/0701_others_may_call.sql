-- Whether members who are no designated callers may call as well.
ALTER TABLE support_levels ADD COLUMN others BIGINT NOT NULL DEFAULT 1;
