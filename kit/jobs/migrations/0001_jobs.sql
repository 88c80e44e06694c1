-- Work to do after a change, written by the change's own transaction. A row goes away when its job is done.
CREATE TABLE jobs (
    id {id},
    kind {text} NOT NULL,
    body {text} NOT NULL,
    -- The schedule that made it; so that one job of a schedule waits at most.
    schedule {text},
    enqueued_at BIGINT NOT NULL,
    -- When it may be run. While it runs: when its lease ends, and somebody else may run it.
    due_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    -- Who runs it: only the holder of the claim may say how it went.
    claim BIGINT,
    -- When it was given up.
    dead_at BIGINT,
    error {text},
    UNIQUE (schedule)
);
CREATE INDEX jobs_due ON jobs (due_at) WHERE dead_at IS NULL;
CREATE INDEX jobs_dead ON jobs (dead_at, id) WHERE dead_at IS NOT NULL;

CREATE TABLE schedules (
    name {text} PRIMARY KEY,
    next_at BIGINT NOT NULL
);
