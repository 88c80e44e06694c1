-- Persons who asked to be forgotten, ids only. At most one request of each is open. `due_at` is when the law wants it answered.
CREATE TABLE erasure_requests (
    id {id},
    person BIGINT NOT NULL,
    state {text} NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- When it is carried out, unless it is taken back before.
    erase_at BIGINT,
    extended_at BIGINT,
    extension {text},
    -- Since when something stands in the way.
    hindered_at BIGINT,
    ended_at BIGINT,
    ended_by BIGINT,
    reason {text}
);
CREATE UNIQUE INDEX erasure_requests_open ON erasure_requests (person) WHERE ended_at IS NULL;
CREATE INDEX erasure_requests_person ON erasure_requests (person, asked_at, id);
CREATE INDEX erasure_requests_due ON erasure_requests (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX erasure_requests_ended ON erasure_requests (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX erasure_requests_ready ON erasure_requests (erase_at, id) WHERE state = 'confirmed';
CREATE INDEX erasure_requests_waiting ON erasure_requests (asked_at, id) WHERE state = 'asked';

-- Files of all that is kept about a person, made at his or her wish, and gone after some days.
CREATE TABLE personal_exports (
    id {id},
    person BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    ready_at BIGINT,
    expires_at BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    parts BIGINT NOT NULL
);
CREATE INDEX personal_exports_person ON personal_exports (person, asked_at, id);
CREATE INDEX personal_exports_expiry ON personal_exports (expires_at, id);

CREATE TABLE personal_export_parts (
    export BIGINT NOT NULL REFERENCES personal_exports (id),
    place BIGINT NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (export, place)
);
