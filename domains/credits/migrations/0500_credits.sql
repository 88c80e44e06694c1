-- A wallet is one account's balance in one unit (1: credit). The row holds all that a debit needs: the open lots and holds as
-- text, the head of the chain, the figures of the month under way, what is owed and whether it may be spent. Its lock orders
-- the operations.
CREATE TABLE wallets (
    account BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    chain {bytes} NOT NULL,
    lots {text} NOT NULL,
    promotional BIGINT NOT NULL CHECK (promotional >= 0),
    purchased BIGINT NOT NULL CHECK (purchased >= 0),
    next_expiry BIGINT,
    holds {text} NOT NULL,
    next_return BIGINT,
    debt BIGINT NOT NULL CHECK (debt >= 0),
    blocked {text},
    month BIGINT NOT NULL,
    used_promotional BIGINT NOT NULL,
    used_purchased BIGINT NOT NULL,
    expired BIGINT NOT NULL,
    PRIMARY KEY (account, unit)
) {clustered};
CREATE INDEX wallets_next_expiry ON wallets (next_expiry, account, unit) WHERE next_expiry IS NOT NULL;
CREATE INDEX wallets_next_return ON wallets (next_return, account, unit) WHERE next_return IS NOT NULL;

-- The history: a line is written once and never changed.
CREATE TABLE operations (
    account BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind {text} NOT NULL,
    amount BIGINT NOT NULL,
    promotional BIGINT NOT NULL,
    purchased BIGINT NOT NULL,
    split {text} NOT NULL,
    promotional_after BIGINT NOT NULL CHECK (promotional_after >= 0),
    purchased_after BIGINT NOT NULL CHECK (purchased_after >= 0),
    held_after BIGINT NOT NULL CHECK (held_after >= 0),
    owed BIGINT NOT NULL,
    expires_at BIGINT,
    feature {text},
    quantity BIGINT,
    unit_price BIGINT,
    reference {text},
    member BIGINT,
    author {text} NOT NULL,
    reason {text},
    payment {text},
    corrects BIGINT,
    hold BIGINT,
    used_at BIGINT,
    idempotency {bytes},
    fingerprint {bytes},
    chain {bytes} NOT NULL,
    PRIMARY KEY (account, unit, seq),
    UNIQUE (account, idempotency),
    CHECK (amount = promotional + purchased)
) {clustered};
CREATE INDEX operations_member ON operations (account, unit, member, seq) WHERE member IS NOT NULL;
CREATE INDEX operations_corrects ON operations (account, unit, corrects) WHERE corrects IS NOT NULL;
CREATE INDEX operations_expiry ON operations (account, unit, seq) WHERE kind = 'expiry';
CREATE INDEX operations_hold ON operations (account, unit, hold, seq) WHERE hold IS NOT NULL;

-- What was used in the months gone by; the month under way stands in the wallet. `month` is 202611 for November 2026, UTC.
CREATE TABLE months (
    account BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    month BIGINT NOT NULL,
    used_promotional BIGINT NOT NULL,
    used_purchased BIGINT NOT NULL,
    expired BIGINT NOT NULL,
    PRIMARY KEY (account, unit, month)
) {clustered};

-- Money received, once for each reference; each made the purchased credit of one operation. Never changed either.
CREATE TABLE payments (
    account BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    means {text} NOT NULL,
    reference {text} NOT NULL,
    received_on {text} NOT NULL,
    minor BIGINT NOT NULL CHECK (minor > 0),
    currency {text} NOT NULL,
    PRIMARY KEY (account, unit, seq),
    UNIQUE (means, reference)
) {clustered};

-- What one use of a feature costs, and from when until when.
CREATE TABLE prices (
    id {id},
    feature {text} NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    labels {text} NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT CHECK (valid_until >= valid_from),
    UNIQUE (feature, valid_from)
);
-- topic credits-prices: prices

-- sqlite:
CREATE TRIGGER operations_never_change BEFORE UPDATE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END;
CREATE TRIGGER operations_never_go BEFORE DELETE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END;
CREATE TRIGGER payments_never_change BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are append-only'); END;
CREATE TRIGGER payments_never_go BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are append-only'); END;
-- postgres:
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER operations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
