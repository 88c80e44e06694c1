-- Designated callers. Of the PIN only a keyed hash is kept; none: the caller has not taken one yet. `wrong` counts the wrong ones told since
-- the last right one; too many lock it.
CREATE TABLE callers (
    account BIGINT NOT NULL,
    person BIGINT NOT NULL,
    named_at BIGINT NOT NULL,
    named_by BIGINT,
    phone {text},
    pin {bytes},
    pin_at BIGINT,
    wrong BIGINT NOT NULL,
    locked_at BIGINT,
    PRIMARY KEY (account, person)
) {clustered};
CREATE INDEX callers_person ON callers (person, account);
CREATE INDEX callers_phone ON callers (phone, account) WHERE phone IS NOT NULL;
