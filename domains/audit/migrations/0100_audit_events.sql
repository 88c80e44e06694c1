-- Who did what to whom, with what stood before and after. Never changed, never deleted: see the triggers.
CREATE TABLE events (
    id {id},
    at BIGINT NOT NULL,
    account BIGINT,
    person BIGINT,
    action {text} NOT NULL,
    -- The author: what kind, the person if there is one, and the key or the part of the program.
    author {text} NOT NULL,
    author_person BIGINT,
    author_detail {text},
    changes {text} NOT NULL
);
CREATE INDEX events_account ON events (account, at, id);
CREATE INDEX events_at ON events (at, id);
-- sqlite:
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- postgres:
CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_append_only();
-- both:
