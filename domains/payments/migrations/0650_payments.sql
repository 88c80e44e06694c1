-- The publisher's account at PayPal, and what it is used for: one row (id 1). The secret is sealed by the installation's key,
-- bound to environment and client id. A double on this machine has an address and an authority of its own.
CREATE TABLE paypal_settings (
    id {id},
    environment {text} NOT NULL,
    client_id {text} NOT NULL,
    secret {bytes} NOT NULL,
    merchant_id {text} NOT NULL,
    email {text} NOT NULL,
    webhook_id {text} NOT NULL,
    by_mail BIGINT NOT NULL,
    at_once BIGINT NOT NULL,
    double_address {text},
    double_authority {text}
);

-- Ways to pay an order at PayPal: requests that it mails, and payments at once on its page. Amounts in euro cents. What was asked
-- for never changes.
CREATE TABLE paypal_payments (
    id {id},
    order_number BIGINT NOT NULL REFERENCES orders (number),
    account BIGINT NOT NULL,
    way {text} NOT NULL,
    environment {text} NOT NULL,
    -- What it is called there: the order's number, with a place behind it where it is not the first.
    number {text} NOT NULL,
    cents BIGINT NOT NULL CHECK (cents > 0),
    -- Who was to be paid when it was made.
    merchant_id {text} NOT NULL,
    email {text} NOT NULL,
    made_at BIGINT NOT NULL,
    -- When PayPal first told of its money: what is contested is counted from there.
    came_at BIGINT,
    state {text} NOT NULL,
    -- PayPal's id of it (`sandbox:invoice:INV2-…`) and where it is paid, once they are known.
    reference {text},
    page {text},
    -- What staff has to look at, the provider's words about it, and whether somebody has.
    odd {text},
    words {text},
    seen BIGINT NOT NULL,
    -- When PayPal was asked last, and when it is asked next; while it is asked: when somebody else may.
    asked_at BIGINT,
    next_at BIGINT
);
CREATE INDEX paypal_payments_order ON paypal_payments (order_number, made_at, id);
CREATE INDEX paypal_payments_number ON paypal_payments (number);
CREATE INDEX paypal_payments_made ON paypal_payments (made_at, id);
CREATE INDEX paypal_payments_due ON paypal_payments (environment, next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX paypal_payments_odd ON paypal_payments (made_at, id) WHERE odd IS NOT NULL AND seen = 0;
CREATE UNIQUE INDEX paypal_payments_reference ON paypal_payments (reference) WHERE reference IS NOT NULL;
-- PayPal takes the number of a mailed request once.
CREATE UNIQUE INDEX paypal_payments_mailed ON paypal_payments (environment, number) WHERE way = 'mailed';

-- Money that came in by a payment: what a refund names, and where disputes show. `receipt` is how it is recorded.
CREATE TABLE paypal_captures (
    reference {text} NOT NULL PRIMARY KEY,
    payment BIGINT NOT NULL REFERENCES paypal_payments (id),
    receipt BIGINT NOT NULL REFERENCES receipts (id),
    cents BIGINT NOT NULL CHECK (cents > 0),
    -- How it stands by PayPal's last word.
    state {text} NOT NULL
);
CREATE INDEX paypal_captures_payment ON paypal_captures (payment);
CREATE UNIQUE INDEX paypal_captures_receipt ON paypal_captures (receipt);

-- Money that staff gives back through PayPal. What orders make of it follows from what PayPal says of the capture then.
CREATE TABLE paypal_refunds (
    id {id},
    payment BIGINT NOT NULL REFERENCES paypal_payments (id),
    capture {text} NOT NULL REFERENCES paypal_captures (reference),
    cents BIGINT NOT NULL CHECK (cents > 0),
    note {text} NOT NULL,
    made_at BIGINT NOT NULL,
    state {text} NOT NULL,
    -- When it is seen to again, until it is decided.
    next_at BIGINT,
    reference {text},
    words {text}
);
CREATE INDEX paypal_refunds_payment ON paypal_refunds (payment, made_at, id);
CREATE INDEX paypal_refunds_due ON paypal_refunds (next_at, id) WHERE next_at IS NOT NULL;

-- What PayPal told, each once: its amounts and states are not kept, as they are not believed.
CREATE TABLE paypal_events (
    environment {text} NOT NULL,
    id {text} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (environment, id)
);
CREATE INDEX paypal_events_at ON paypal_events (at);

-- sqlite:
CREATE TRIGGER paypal_payments_stay BEFORE UPDATE OF id, order_number, account, way, environment, number, cents, merchant_id,
    email, made_at ON paypal_payments
BEGIN SELECT RAISE(ABORT, 'what was asked for stays'); END;
CREATE TRIGGER paypal_payments_never_go BEFORE DELETE ON paypal_payments
BEGIN SELECT RAISE(ABORT, 'paypal_payments are append-only'); END;
CREATE TRIGGER paypal_captures_stay BEFORE UPDATE OF reference, payment, receipt, cents ON paypal_captures
BEGIN SELECT RAISE(ABORT, 'paypal_captures are append-only'); END;
CREATE TRIGGER paypal_captures_never_go BEFORE DELETE ON paypal_captures
BEGIN SELECT RAISE(ABORT, 'paypal_captures are append-only'); END;
-- postgres:
CREATE TRIGGER paypal_payments_stay BEFORE UPDATE OF id, order_number, account, way, environment, number, cents, merchant_id,
    email, made_at ON paypal_payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paypal_payments_never_go BEFORE DELETE OR TRUNCATE ON paypal_payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paypal_captures_stay BEFORE UPDATE OF reference, payment, receipt, cents ON paypal_captures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paypal_captures_never_go BEFORE DELETE OR TRUNCATE ON paypal_captures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
