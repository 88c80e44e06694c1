-- A link that a program was given for who has just shown who he or she is: a browser that opens it within a minute begins a session, once.
-- In a table of its own, as half sign-ins are, so that it opens nothing else.
CREATE TABLE handed_links (
    token {bytes} NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES persons (id),
    second_factor BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) {clustered};
CREATE INDEX handed_links_person ON handed_links (person);
CREATE INDEX handed_links_expiry ON handed_links (expires_at);
