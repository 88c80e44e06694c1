-- What the publisher sets: one row (id 1), JSON.
CREATE TABLE support_settings (
    id {id},
    settings {text} NOT NULL
);

-- What the publisher promises: minutes of business time to an answer, by priority, and how many may call.
CREATE TABLE support_levels (
    id {id},
    name {text} NOT NULL,
    low BIGINT NOT NULL CHECK (low > 0),
    normal BIGINT NOT NULL CHECK (normal > 0),
    high BIGINT NOT NULL CHECK (high > 0),
    urgent BIGINT NOT NULL CHECK (urgent > 0),
    callers BIGINT NOT NULL CHECK (callers >= 0),
    place BIGINT NOT NULL
);
INSERT INTO support_levels (id, name, low, normal, high, urgent, callers, place) VALUES (1, 'Standard', 1440, 960, 480, 240, 0, 1);

-- The level that staff gave to an account; without a row, the first by place.
CREATE TABLE account_levels (
    account BIGINT NOT NULL PRIMARY KEY,
    level BIGINT NOT NULL REFERENCES support_levels (id)
);

-- Answers to begin with.
CREATE TABLE canned_answers (
    id {id},
    title {text} NOT NULL,
    body {text} NOT NULL
);

-- The last number of each year, held by the transaction that gives the next.
CREATE TABLE case_numbers (
    year BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- `number` is the year and the place in it, year * 1,000,000,000 + place. `due_at` is there while an answer is owed. A case without an
-- account is that of a person alone.
CREATE TABLE cases (
    number {id},
    account BIGINT,
    company BIGINT,
    requester BIGINT NOT NULL,
    team BIGINT,
    sight {text} NOT NULL,
    subject {text} NOT NULL,
    product {text} NOT NULL,
    page {text} NOT NULL,
    priority {text} NOT NULL,
    state {text} NOT NULL,
    opened_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    owed_since BIGINT,
    due_at BIGINT,
    answered_at BIGINT,
    ended_at BIGINT,
    assignee BIGINT,
    merged_into BIGINT REFERENCES cases (number),
    once {bytes} NOT NULL,
    UNIQUE (requester, once)
);
CREATE INDEX cases_due ON cases (due_at, number) WHERE due_at IS NOT NULL;
CREATE INDEX cases_due_by ON cases (assignee, due_at, number) WHERE due_at IS NOT NULL;
CREATE INDEX cases_state ON cases (state, number);
CREATE INDEX cases_ended ON cases (state, ended_at, number);

-- The conversation: a line is written once and never changed.
CREATE TABLE case_lines (
    number BIGINT NOT NULL REFERENCES cases (number),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    side {text} NOT NULL,
    person BIGINT,
    kind {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (number, seq)
) {clustered};

CREATE INDEX case_lines_person ON case_lines (person, number, seq) WHERE person IS NOT NULL;

CREATE TABLE case_watchers (
    number BIGINT NOT NULL REFERENCES cases (number),
    person BIGINT NOT NULL,
    PRIMARY KEY (number, person)
) {clustered};
CREATE INDEX case_watchers_person ON case_watchers (person);

-- Who sees a case: the admins of an account, all of it, a team, a person. Made anew whenever one of the reasons changes.
CREATE TABLE case_audience (
    kind {text} NOT NULL,
    who BIGINT NOT NULL,
    number BIGINT NOT NULL REFERENCES cases (number),
    PRIMARY KEY (kind, who, number)
) {clustered};
CREATE INDEX case_audience_number ON case_audience (number);

-- The words of subjects, and the beginnings of these words.
CREATE TABLE case_words (
    word {text} NOT NULL,
    number BIGINT NOT NULL REFERENCES cases (number),
    PRIMARY KEY (word, number)
) {clustered};

-- sqlite:
CREATE TRIGGER case_lines_never_change BEFORE UPDATE ON case_lines
BEGIN SELECT RAISE(ABORT, 'case_lines are append-only'); END;
CREATE TRIGGER case_lines_never_go BEFORE DELETE ON case_lines
BEGIN SELECT RAISE(ABORT, 'case_lines are append-only'); END;
-- postgres:
CREATE FUNCTION refuse_another_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER case_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_word();
