-- How the publisher counts support time: one row (id 1), JSON.
CREATE TABLE support_rule (
    id {id},
    rule {text} NOT NULL
);

-- What is kept of each use of support time beside its operation (of unit 2): who worked, how long it really took, how that was counted
-- (step, least and free minutes), and how many billed minutes were not there and are to be invoiced. Never changed.
CREATE TABLE support_burns (
    account BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    seconds BIGINT NOT NULL CHECK (seconds > 0),
    rounding {text} NOT NULL,
    covered BIGINT NOT NULL,
    invoiced BIGINT NOT NULL CHECK (invoiced >= 0),
    agent BIGINT NOT NULL,
    case_reference {text},
    PRIMARY KEY (account, seq)
) {clustered};
CREATE INDEX support_burns_of_agent ON support_burns (agent, account, seq);

-- sqlite:
CREATE TRIGGER support_burns_never_change BEFORE UPDATE ON support_burns
BEGIN SELECT RAISE(ABORT, 'support_burns are append-only'); END;
CREATE TRIGGER support_burns_never_go BEFORE DELETE ON support_burns
BEGIN SELECT RAISE(ABORT, 'support_burns are append-only'); END;
-- postgres:
CREATE TRIGGER support_burns_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON support_burns
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
