-- A person: one human with one login, whatever the accounts he or she is in.
CREATE TABLE persons (
    id {id},
    email {text} NOT NULL,
    first_name {text} NOT NULL,
    surname {text} NOT NULL,
    locale {text} NOT NULL,
    time_zone {text} NOT NULL,
    password {text},
    staff {text} NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    disabled_at BIGINT,
    UNIQUE (email)
);
CREATE INDEX persons_staff ON persons (surname, first_name, id) WHERE staff <> '';

-- The words by which staff finds a person, folded: parts of the name, the address and its domain.
CREATE TABLE person_words (
    word {text} NOT NULL,
    person BIGINT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (word, person)
) {clustered};
CREATE INDEX person_words_person ON person_words (person);

CREATE TABLE sessions (
    id {id},
    token {bytes} NOT NULL,
    person BIGINT NOT NULL REFERENCES persons (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    device {text} NOT NULL,
    address {text} NOT NULL,
    second_factor BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (token)
);
CREATE INDEX sessions_person ON sessions (person, last_seen_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_created ON sessions (created_at);

-- A sign-in that has passed the password and waits for the second factor. In a table of its own, so that it can open nothing.
CREATE TABLE half_sign_ins (
    token {bytes} NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES persons (id),
    expires_at BIGINT NOT NULL
) {clustered};
CREATE INDEX half_sign_ins_person ON half_sign_ins (person);
CREATE INDEX half_sign_ins_expiry ON half_sign_ins (expires_at);

-- How often a secret was tried, by what it belongs to; the bucket is a keyed hash, so that no address can be read from it.
CREATE TABLE attempts (
    bucket {bytes} NOT NULL PRIMARY KEY,
    taken BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    open_at BIGINT NOT NULL
) {clustered};
CREATE INDEX attempts_last ON attempts (last_at);

-- Until it is confirmed, a secret belongs to the session that began it.
CREATE TABLE second_factors (
    person BIGINT NOT NULL PRIMARY KEY REFERENCES persons (id),
    secret {bytes} NOT NULL,
    session BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
) {clustered};

CREATE TABLE recovery_codes (
    person BIGINT NOT NULL REFERENCES persons (id),
    code {bytes} NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person, code)
) {clustered};

CREATE TABLE password_resets (
    id {id},
    person BIGINT NOT NULL REFERENCES persons (id),
    email {text} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX password_resets_person ON password_resets (person, created_at);
CREATE INDEX password_resets_expiry ON password_resets (expires_at);

CREATE TABLE email_changes (
    id {id},
    person BIGINT NOT NULL REFERENCES persons (id),
    email {text} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX email_changes_person ON email_changes (person, created_at);
CREATE INDEX email_changes_expiry ON email_changes (expires_at);
