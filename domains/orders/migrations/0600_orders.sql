-- How the publisher sells and is paid: one row (id 1), JSON.
CREATE TABLE order_settings (
    id {id},
    settings {text} NOT NULL
);

-- What is on sale. Prices in cents, before tax.
CREATE TABLE packs (
    id {id},
    name {text} NOT NULL,
    credits BIGINT NOT NULL CHECK (credits > 0),
    price BIGINT NOT NULL CHECK (price > 0),
    bonus BIGINT NOT NULL CHECK (bonus >= 0),
    bonus_days BIGINT NOT NULL,
    place BIGINT NOT NULL,
    active BIGINT NOT NULL
);

-- What buyers of a zone pay: hundredths of a percent, and the words that an order says about it, from a day (20261121) on.
CREATE TABLE vat_rules (
    id {id},
    zone {text} NOT NULL,
    rate BIGINT NOT NULL CHECK (rate BETWEEN 0 AND 10000),
    ground {text} NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    UNIQUE (zone, valid_from)
);
INSERT INTO vat_rules (id, zone, rate, ground, valid_from, valid_until) VALUES
    (1, 'france', 2000, '{"fr":"","en":""}', 20140101, NULL),
    (2, 'overseas', 850, '{"fr":"","en":""}', 20140101, NULL),
    (3, 'overseas_exempt', 0, '{"fr":"TVA non applicable, art. 294 du CGI","en":"VAT not applicable, art. 294 of the French tax code"}', 20140101, NULL),
    (4, 'eu_business', 0, '{"fr":"Autoliquidation","en":"Reverse charge"}', 20140101, NULL),
    (5, 'eu_other', 2000, '{"fr":"","en":""}', 20140101, NULL),
    (6, 'outside', 0, '{"fr":"TVA non applicable, art. 259-1 du CGI","en":"VAT not applicable, art. 259-1 of the French tax code"}', 20140101, NULL);

-- The last number of each year, held by the transaction that gives the next.
CREATE TABLE order_numbers (
    year BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- `number` is the year and the place in it, year * 1,000,000,000 + place. Amounts in euro cents. What is frozen never changes.
CREATE TABLE orders (
    number {id},
    account BIGINT NOT NULL,
    once {bytes} NOT NULL,
    state {text} NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    buyer {text} NOT NULL,
    lines {text} NOT NULL,
    vat_terms {text} NOT NULL,
    tax_included BIGINT NOT NULL,
    credits BIGINT NOT NULL CHECK (credits > 0),
    credits_until BIGINT,
    bonus BIGINT NOT NULL CHECK (bonus >= 0),
    bonus_days BIGINT NOT NULL,
    net BIGINT NOT NULL,
    vat BIGINT NOT NULL,
    gross BIGINT NOT NULL CHECK (gross > 0 AND gross = net + vat),
    paid BIGINT NOT NULL CHECK (paid >= 0 AND paid <= gross),
    refunded BIGINT NOT NULL CHECK (refunded >= 0),
    disputed BIGINT NOT NULL CHECK (disputed >= 0 AND refunded + disputed <= gross),
    purchase BIGINT,
    gift BIGINT,
    UNIQUE (account, once)
);
CREATE INDEX orders_account ON orders (account, number);
CREATE INDEX orders_state ON orders (state, number);
CREATE INDEX orders_account_state ON orders (account, state, number);
CREATE INDEX orders_gross ON orders (gross, number);
CREATE INDEX orders_due ON orders (state, expires_at, number);

-- An order's timeline: a line is written once and never changed.
CREATE TABLE order_events (
    number BIGINT NOT NULL REFERENCES orders (number),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author {text} NOT NULL,
    event {text} NOT NULL,
    state {text} NOT NULL,
    cents BIGINT,
    receipt BIGINT,
    note {text},
    PRIMARY KEY (number, seq)
) {clustered};

-- Money that came. Only what of it is for nobody yet, what went back, and how it stands change. A void one leaves its reference.
CREATE TABLE receipts (
    id {id},
    means {text} NOT NULL,
    reference {text} NOT NULL,
    received_on BIGINT NOT NULL,
    cents BIGINT NOT NULL CHECK (cents > 0),
    waiting BIGINT NOT NULL CHECK (waiting >= 0),
    gone BIGINT NOT NULL CHECK (gone >= 0 AND waiting + gone <= cents),
    state {text} NOT NULL,
    payer {text} NOT NULL,
    note {text} NOT NULL,
    recorded_at BIGINT NOT NULL,
    author {text} NOT NULL
);
CREATE UNIQUE INDEX receipts_reference ON receipts (means, reference) WHERE state <> 'void';
CREATE INDEX receipts_recorded ON receipts (recorded_at, id);
CREATE INDEX receipts_waiting ON receipts (recorded_at, id) WHERE waiting > 0;
CREATE INDEX receipts_waiting_cents ON receipts (cents, received_on) WHERE waiting > 0;

-- What the parts of a receipt are for: an order, or (without one) the advance of an account. By plus and minus, never changed.
CREATE TABLE allocations (
    receipt BIGINT NOT NULL REFERENCES receipts (id),
    seq BIGINT NOT NULL,
    account BIGINT NOT NULL,
    number BIGINT REFERENCES orders (number),
    cents BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author {text} NOT NULL,
    PRIMARY KEY (receipt, seq)
) {clustered};
CREATE INDEX allocations_number ON allocations (number) WHERE number IS NOT NULL;
CREATE INDEX allocations_account ON allocations (account, receipt);
CREATE INDEX allocations_advance ON allocations (account, receipt) WHERE number IS NULL;

-- What became of a receipt's money: refunded, taken from an order that it was not for, disputed, won, lost, void. Never changed.
CREATE TABLE backs (
    receipt BIGINT NOT NULL REFERENCES receipts (id),
    seq BIGINT NOT NULL,
    means {text} NOT NULL,
    kind {text} NOT NULL,
    reference {text},
    day BIGINT,
    cents BIGINT NOT NULL CHECK (cents > 0),
    note {text} NOT NULL,
    at BIGINT NOT NULL,
    author {text} NOT NULL,
    PRIMARY KEY (receipt, seq)
) {clustered};
CREATE UNIQUE INDEX backs_reference ON backs (means, kind, reference) WHERE reference IS NOT NULL;

-- What an order gave up with it, whether its credits had been made, and the operations that took them. Never changed.
CREATE TABLE order_backs (
    receipt BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    number BIGINT NOT NULL REFERENCES orders (number),
    cents BIGINT NOT NULL CHECK (cents > 0),
    settled BIGINT NOT NULL,
    purchase BIGINT,
    gift BIGINT,
    PRIMARY KEY (receipt, seq, number),
    FOREIGN KEY (receipt, seq) REFERENCES backs (receipt, seq)
) {clustered};
CREATE INDEX order_backs_number ON order_backs (number);

-- The seals of what is never changed: orders as they were made, timelines, receipts, what they are for. `one` and `two` are the key.
CREATE TABLE order_seals (
    kind {text} NOT NULL,
    one BIGINT NOT NULL,
    two BIGINT NOT NULL,
    seal {bytes} NOT NULL,
    PRIMARY KEY (kind, one, two)
) {clustered};

-- sqlite:
CREATE TRIGGER order_seals_never_change BEFORE UPDATE ON order_seals
BEGIN SELECT RAISE(ABORT, 'order_seals are append-only'); END;
CREATE TRIGGER order_seals_never_go BEFORE DELETE ON order_seals
BEGIN SELECT RAISE(ABORT, 'order_seals are append-only'); END;
CREATE TRIGGER orders_stay_frozen BEFORE UPDATE OF number, account, once, issued_at, expires_at, buyer, lines, vat_terms,
    tax_included, credits, credits_until, bonus, bonus_days, net, vat, gross ON orders
BEGIN SELECT RAISE(ABORT, 'what an order says is frozen'); END;
CREATE TRIGGER orders_never_go BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are append-only'); END;
CREATE TRIGGER order_events_never_change BEFORE UPDATE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events are append-only'); END;
CREATE TRIGGER order_events_never_go BEFORE DELETE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events are append-only'); END;
CREATE TRIGGER receipts_stay BEFORE UPDATE OF id, means, reference, received_on, cents, payer, note, recorded_at, author ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE TRIGGER receipts_never_go BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE TRIGGER allocations_never_change BEFORE UPDATE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are append-only'); END;
CREATE TRIGGER allocations_never_go BEFORE DELETE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are append-only'); END;
CREATE TRIGGER backs_never_change BEFORE UPDATE ON backs
BEGIN SELECT RAISE(ABORT, 'backs are append-only'); END;
CREATE TRIGGER backs_never_go BEFORE DELETE ON backs
BEGIN SELECT RAISE(ABORT, 'backs are append-only'); END;
CREATE TRIGGER order_backs_never_change BEFORE UPDATE ON order_backs
BEGIN SELECT RAISE(ABORT, 'order_backs are append-only'); END;
CREATE TRIGGER order_backs_never_go BEFORE DELETE ON order_backs
BEGIN SELECT RAISE(ABORT, 'order_backs are append-only'); END;
-- postgres:
CREATE TRIGGER order_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER orders_stay_frozen BEFORE UPDATE OF number, account, once, issued_at, expires_at, buyer, lines, vat_terms,
    tax_included, credits, credits_until, bonus, bonus_days, net, vat, gross ON orders
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER orders_never_go BEFORE DELETE OR TRUNCATE ON orders
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipts_stay BEFORE UPDATE OF id, means, reference, received_on, cents, payer, note, recorded_at, author ON receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipts_never_go BEFORE DELETE OR TRUNCATE ON receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER allocations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON allocations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER backs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON backs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_backs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_backs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
