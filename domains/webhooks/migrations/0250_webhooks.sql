-- Addresses of the publisher's own programs that hear of what happens. Secrets are derived, never stored: see the README.
CREATE TABLE webhook_endpoints (
    id {id},
    url {text} NOT NULL,
    description {text} NOT NULL,
    -- Codes of the kinds that it wants, each between commas; '*' for all.
    kinds {text} NOT NULL,
    -- Which secret, counted from 1, and when the one before was replaced.
    generation BIGINT NOT NULL,
    rotated_at BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    disabled_by {text},
    -- Deliveries point here, so the row stays until they are forgotten.
    removed_at BIGINT,
    -- Of the first failure after the last success.
    failing_since BIGINT,
    last_success_at BIGINT,
    last_failure_at BIGINT
);
-- topic webhooks-listeners: webhook_endpoints (kinds, disabled_at, removed_at)

-- What happened. The body is what every delivery sends, byte for byte.
CREATE TABLE webhook_events (
    id {id},
    kind {text} NOT NULL,
    account BIGINT,
    at BIGINT NOT NULL,
    body {text} NOT NULL
);
CREATE INDEX webhook_events_at ON webhook_events (at);

CREATE TABLE webhook_deliveries (
    id {id},
    event BIGINT NOT NULL REFERENCES webhook_events (id),
    endpoint BIGINT NOT NULL REFERENCES webhook_endpoints (id),
    kind {text} NOT NULL,
    state {text} NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When it is tried next, while it waits.
    next_at BIGINT,
    -- What the last attempt was answered, if it was.
    last_status BIGINT,
    last_at BIGINT
);
CREATE INDEX webhook_deliveries_at ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint, created_at, id);

CREATE TABLE webhook_attempts (
    delivery BIGINT NOT NULL REFERENCES webhook_deliveries (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    status BIGINT,
    -- What went wrong where there was no answer, else how the answer begins.
    words {text} NOT NULL,
    PRIMARY KEY (delivery, number)
) {clustered};
