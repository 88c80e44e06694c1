-- How often somebody was asked lately to take an account's mail, whichever accounts asked.
CREATE INDEX administration_changes_email ON administration_changes (email, created_at);
