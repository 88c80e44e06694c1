-- Forms that were sent, by a hash of their token: the same one again does nothing.
CREATE TABLE submissions (
    token {bytes} NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
) {clustered};
CREATE INDEX submissions_at ON submissions (at);
