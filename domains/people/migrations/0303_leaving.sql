-- When a person who asked to be forgotten, and confirmed it, goes: nothing new is entrusted to him or her until then.
ALTER TABLE persons ADD COLUMN leaving_at BIGINT;
