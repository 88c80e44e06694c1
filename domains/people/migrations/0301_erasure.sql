-- When a person was forgotten: name and address are a mark since then, and nobody signs in with it again.
ALTER TABLE persons ADD COLUMN erased_at BIGINT;

-- All sessions of a person, ended ones too: for whoever wants to see or to erase them.
CREATE INDEX sessions_of_person ON sessions (person, created_at, id);
