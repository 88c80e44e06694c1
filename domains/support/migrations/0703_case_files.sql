-- The files that came with a line of a conversation. What a file holds is in the folder of files, under `file`.
CREATE TABLE case_files (
    id {id},
    number BIGINT NOT NULL REFERENCES cases (number),
    seq BIGINT NOT NULL,
    file {bytes} NOT NULL UNIQUE,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    digest {bytes} NOT NULL,
    account BIGINT,
    person BIGINT
);
CREATE INDEX case_files_line ON case_files (number, seq, id);
CREATE INDEX case_files_account ON case_files (account, size) WHERE account IS NOT NULL;
CREATE INDEX case_files_person ON case_files (person, id) WHERE person IS NOT NULL;
