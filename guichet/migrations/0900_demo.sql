-- The mark of a demonstration: what bears it may be thrown away. It has a row once the demonstration is complete.
CREATE TABLE demo (filled_at BIGINT NOT NULL);
