-- What was done to a person, and by a person: each sees his or her own.
CREATE INDEX events_person ON events (person, at, id) WHERE person IS NOT NULL;
CREATE INDEX events_author ON events (author_person, at, id) WHERE author_person IS NOT NULL;
