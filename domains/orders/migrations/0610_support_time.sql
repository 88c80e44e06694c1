-- Packs of support time: what a pack counts (1: credits, 2: minutes of support time), and for how many months its minutes can be used
-- (0: without an end).
ALTER TABLE packs ADD COLUMN unit BIGINT NOT NULL DEFAULT 1;
ALTER TABLE packs ADD COLUMN months BIGINT NOT NULL DEFAULT 0;
