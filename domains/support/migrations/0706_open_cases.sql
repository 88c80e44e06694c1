-- The open cases of an account, which its home counts.
CREATE INDEX cases_open ON cases (account, number) WHERE ended_at IS NULL AND account IS NOT NULL;
