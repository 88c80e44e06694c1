-- Mails that came in and were kept: each once, known by the SHA-256 of its id, the case and the person. `sender` is the address that the mail
-- says it comes from, where it is not the person's own.
CREATE TABLE case_mails (
    digest {bytes} NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES cases (number),
    seq BIGINT NOT NULL,
    person BIGINT NOT NULL,
    sender {text} NOT NULL,
    at BIGINT NOT NULL
) {clustered};
CREATE INDEX case_mails_line ON case_mails (number, seq);
CREATE INDEX case_mails_person ON case_mails (person, number, seq);
CREATE INDEX case_mails_recent ON case_mails (person, at);
