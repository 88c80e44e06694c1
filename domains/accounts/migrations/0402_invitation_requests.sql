-- Who signed a company up that has an account already, and asked its admin for an invitation: once for an application, renewed after
-- some days.
CREATE TABLE invitation_requests (
    account BIGINT PRIMARY KEY,
    asked BIGINT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX invitation_requests_asked ON invitation_requests (asked, asked_at);
