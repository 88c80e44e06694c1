-- Statements of the bank that staff dropped. A file is one import however often it comes: `digest` is its SHA-256. `total` lines of
-- it are kept, `staged` of them are written so far; an import is whole when both are the same. What a file says besides, and is not
-- kept, is counted in `passed` (JSON). Only the counters change.
CREATE TABLE bank_imports (
    id {id},
    digest {bytes} NOT NULL,
    name {text} NOT NULL,
    format {text} NOT NULL,
    bytes BIGINT NOT NULL,
    accounts {text} NOT NULL,
    passed {text} NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    staged BIGINT NOT NULL CHECK (staged >= 0 AND staged <= total),
    fresh BIGINT NOT NULL CHECK (fresh >= 0 AND fresh <= total),
    at BIGINT NOT NULL,
    author {text} NOT NULL,
    touched_at BIGINT NOT NULL,
    UNIQUE (digest)
);
CREATE INDEX bank_imports_at ON bank_imports (at, id);
CREATE INDEX bank_imports_unfinished ON bank_imports (at) WHERE staged < total;

-- Lines of statements, each known by what the bank says of it, so that no file brings one twice. Amounts in euro cents. `account` is
-- the bank account that the money moved on, `told` (JSON) what the bank and the payer say. What the bank says is frozen; what we
-- think of it (`rank`, `proposal`, since when) changes until somebody decides, and a line that was recorded stays recorded until its
-- receipt is void: then it can be open again, and nothing else.
CREATE TABLE bank_lines (
    id {id},
    identity {text} NOT NULL,
    import BIGINT NOT NULL REFERENCES bank_imports (id),
    kind {text} NOT NULL,
    account {text} NOT NULL,
    booked_on BIGINT NOT NULL,
    cents BIGINT NOT NULL CHECK (cents > 0),
    payer {text} NOT NULL,
    payer_account {text} NOT NULL,
    told {text} NOT NULL,
    state {text} NOT NULL,
    rank BIGINT NOT NULL,
    proposal {text},
    proposed_at BIGINT,
    receipt BIGINT,
    decided_at BIGINT,
    decided_by {text},
    note {text},
    CHECK ((state = 'recorded') = (receipt IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    UNIQUE (identity)
);
CREATE INDEX bank_lines_open ON bank_lines (rank, booked_on, id) WHERE state = 'open';
CREATE INDEX bank_lines_walk ON bank_lines (booked_on, id) WHERE state = 'open';
CREATE INDEX bank_lines_decided ON bank_lines (state, decided_at, id);
CREATE INDEX bank_lines_import ON bank_lines (import, booked_on, id);
CREATE INDEX bank_lines_cents ON bank_lines (cents, account, kind, booked_on, id);
CREATE UNIQUE INDEX bank_lines_receipt ON bank_lines (receipt) WHERE receipt IS NOT NULL;

-- sqlite:
CREATE TRIGGER bank_imports_stay BEFORE UPDATE OF id, digest, name, format, bytes, at, author ON bank_imports
BEGIN SELECT RAISE(ABORT, 'what was dropped is append-only'); END;
CREATE TRIGGER bank_imports_never_go BEFORE DELETE ON bank_imports
BEGIN SELECT RAISE(ABORT, 'bank_imports are append-only'); END;
CREATE TRIGGER bank_lines_stay BEFORE UPDATE OF id, identity, import, kind, account, booked_on, cents, payer, payer_account, told
    ON bank_lines
BEGIN SELECT RAISE(ABORT, 'what the bank says is frozen'); END;
CREATE TRIGGER bank_lines_stay_recorded BEFORE UPDATE ON bank_lines
    WHEN OLD.receipt IS NOT NULL AND NOT (NEW.receipt IS NULL AND NEW.state = 'open')
BEGIN SELECT RAISE(ABORT, 'what was recorded stays recorded'); END;
CREATE TRIGGER bank_lines_never_go BEFORE DELETE ON bank_lines
BEGIN SELECT RAISE(ABORT, 'bank_lines are append-only'); END;
-- postgres:
CREATE TRIGGER bank_imports_stay BEFORE UPDATE OF id, digest, name, format, bytes, at, author ON bank_imports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_imports_never_go BEFORE DELETE OR TRUNCATE ON bank_imports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_lines_stay BEFORE UPDATE OF id, identity, import, kind, account, booked_on, cents, payer, payer_account, told
    ON bank_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_lines_stay_recorded BEFORE UPDATE ON bank_lines
    FOR EACH ROW WHEN (OLD.receipt IS NOT NULL AND NOT (NEW.receipt IS NULL AND NEW.state = 'open'))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_lines_never_go BEFORE DELETE OR TRUNCATE ON bank_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
