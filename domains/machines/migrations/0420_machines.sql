-- Installations of the publisher's application that are or were linked to an account; a row stays after its end.
CREATE TABLE machines (
    id {id},
    account BIGINT NOT NULL,
    token {bytes} NOT NULL,
    request {bytes} NOT NULL,
    fingerprint {bytes} NOT NULL,
    name {text} NOT NULL,
    system {text} NOT NULL,
    application {text} NOT NULL,
    version {text} NOT NULL,
    linked_at BIGINT NOT NULL,
    linked_by BIGINT,
    linked_how {text} NOT NULL,
    seen_at BIGINT NOT NULL,
    heard_at BIGINT,
    ended_at BIGINT,
    ended_how {text},
    UNIQUE (token),
    UNIQUE (request)
);
CREATE INDEX machines_linked ON machines (account, seen_at, id) WHERE ended_at IS NULL;
CREATE INDEX machines_ended ON machines (account, ended_at, id) WHERE ended_at IS NOT NULL;

CREATE TABLE machine_events (
    machine BIGINT NOT NULL,
    at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    what {text} NOT NULL,
    author {text} NOT NULL,
    person BIGINT,
    before {text} NOT NULL,
    after {text} NOT NULL,
    PRIMARY KEY (machine, at, id)
) {clustered};

-- `generation` is what attempts are counted on: a new code begins anew.
CREATE TABLE personal_codes (
    account BIGINT PRIMARY KEY,
    generation BIGINT NOT NULL,
    hash {bytes} NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT
);

CREATE TABLE personal_code_links (
    id {id},
    account BIGINT NOT NULL,
    email {text} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX personal_code_links_account ON personal_code_links (account, created_at);
CREATE INDEX personal_code_links_old ON personal_code_links (created_at);

-- Of the installation in the row of account 0; of the accounts that have their own. Nothing: without limit.
CREATE TABLE machine_rules (
    account BIGINT PRIMARY KEY,
    places BIGINT,
    replacements BIGINT
);
