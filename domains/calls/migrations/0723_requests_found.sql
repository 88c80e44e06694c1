-- The requests about one use, and what somebody did as an agent, approved, decided or named, for his or her copy.
CREATE INDEX burn_corrections_operation ON burn_corrections (account, operation, asked_at, id);
CREATE INDEX burn_corrections_decided_by ON burn_corrections (decided_by, id) WHERE decided_by IS NOT NULL;
CREATE INDEX calls_agent ON calls (agent, id);
CREATE INDEX calls_approved_by ON calls (approved_by, id) WHERE approved_by IS NOT NULL;
CREATE INDEX callers_named_by ON callers (named_by, account, person) WHERE named_by IS NOT NULL;
