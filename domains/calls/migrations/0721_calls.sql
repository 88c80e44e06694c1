-- Calls. One without an end is running: an agent has one of these at most. Nothing is counted before the end.
CREATE TABLE calls (
    id {id},
    account BIGINT NOT NULL,
    agent BIGINT NOT NULL,
    caller BIGINT,
    checked BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome {text},
    seconds BIGINT,
    subject {text},
    case_number BIGINT,
    approved_by BIGINT,
    approved_minutes BIGINT,
    approved_at BIGINT,
    operation BIGINT,
    reminded_at BIGINT
);
CREATE UNIQUE INDEX calls_running ON calls (agent) WHERE ended_at IS NULL;
CREATE INDEX calls_forgotten ON calls (started_at, id) WHERE ended_at IS NULL AND reminded_at IS NULL;
CREATE INDEX calls_account ON calls (account, started_at, id);
CREATE INDEX calls_caller ON calls (caller, id) WHERE caller IS NOT NULL;

-- What customers say about a use of support time, and what became of it. `operation` is its number in the history of support time; one
-- that waits for an answer is not asked for twice.
CREATE TABLE burn_corrections (
    id {id},
    account BIGINT NOT NULL,
    operation BIGINT NOT NULL,
    asked_by BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason {text} NOT NULL,
    state {text} NOT NULL,
    minutes BIGINT,
    answer {text},
    decided_by BIGINT,
    decided_at BIGINT
);
CREATE UNIQUE INDEX burn_corrections_open ON burn_corrections (account, operation) WHERE decided_at IS NULL;
CREATE INDEX burn_corrections_queue ON burn_corrections (asked_at, id) WHERE decided_at IS NULL;
CREATE INDEX burn_corrections_account ON burn_corrections (account, asked_at, id);
CREATE INDEX burn_corrections_asked_by ON burn_corrections (asked_by, id);
