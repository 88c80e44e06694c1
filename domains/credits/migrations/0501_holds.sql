-- Credits set aside: made once, ended once. `parts` are the lots that they are of, `first_seq` and `until_seq` the first operation
-- whose balance counts them as held and the first one after that which does not.
CREATE TABLE holds (
    id {id},
    account BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    kind {text} NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    parts {text} NOT NULL,
    feature {text},
    quantity BIGINT,
    unit_price BIGINT,
    prices {text},
    reference {text},
    machine {text},
    member BIGINT,
    author {text} NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    made_balance {text} NOT NULL,
    idempotency {bytes} NOT NULL,
    fingerprint {bytes} NOT NULL,
    made_seal {bytes} NOT NULL,
    state {text} NOT NULL,
    captured BIGINT NOT NULL CHECK (captured >= 0 AND captured <= amount),
    ended_at BIGINT,
    until_seq BIGINT,
    ended_balance {text},
    end_idempotency {bytes},
    end_fingerprint {bytes},
    end_seal {bytes},
    UNIQUE (account, idempotency),
    UNIQUE (account, end_idempotency)
);
CREATE INDEX holds_of_wallet ON holds (account, unit, first_seq, id);
CREATE INDEX holds_open ON holds (account, unit, first_seq, id) WHERE state = 'open';

-- sqlite:
CREATE TRIGGER holds_end_once BEFORE UPDATE ON holds WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'holds end once'); END;
CREATE TRIGGER holds_stay_as_made BEFORE UPDATE OF id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices,
    reference, machine, member, author, made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal ON holds
BEGIN SELECT RAISE(ABORT, 'holds stay as they were made'); END;
CREATE TRIGGER holds_never_go BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'holds are append-only'); END;
-- postgres:
CREATE FUNCTION refuse_change_of_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'holds end once and stay as they were made';
END $$;
CREATE TRIGGER holds_end_once BEFORE UPDATE ON holds
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change_of_hold();
CREATE TRIGGER holds_stay_as_made BEFORE UPDATE OF id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices,
    reference, machine, member, author, made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal ON holds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_hold();
CREATE TRIGGER holds_append_only BEFORE DELETE OR TRUNCATE ON holds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
