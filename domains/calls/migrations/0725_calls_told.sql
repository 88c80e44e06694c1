-- Who was checked by which agent a little before a call begins; what a call billed, whether the code of who approved it was checked; the call
-- behind an operation, and the calls that are running with an account.
ALTER TABLE callers ADD COLUMN checked_by BIGINT;
ALTER TABLE callers ADD COLUMN checked_at BIGINT;
ALTER TABLE calls ADD COLUMN billed BIGINT;
ALTER TABLE calls ADD COLUMN approved_checked BIGINT NOT NULL DEFAULT 0;
CREATE INDEX callers_checked_by ON callers (checked_by, account, person) WHERE checked_by IS NOT NULL;
CREATE INDEX calls_operation ON calls (account, operation) WHERE operation IS NOT NULL;
CREATE INDEX calls_running_with ON calls (account, started_at, id) WHERE ended_at IS NULL;
