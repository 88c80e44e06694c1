-- Which company of an account is invoiced, from which day on (as 20261121, where the publisher is). The one in force on a day is the last
-- one from that day or before, by the day and then by `seq`; without any, the account's main company. Nothing is changed in a row
-- but that it is withdrawn before its day.
CREATE TABLE invoiced_companies (
    account BIGINT NOT NULL REFERENCES accounts (id),
    from_day BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    company BIGINT NOT NULL,
    chosen_at BIGINT NOT NULL,
    publisher BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (account, from_day, seq)
) {clustered};

-- What the billing details said, from the account's first day on.
-- sqlite:
INSERT INTO invoiced_companies (account, from_day, seq, company, chosen_at, publisher)
    SELECT b.account, CAST(strftime('%Y%m%d', a.created_at / 1000000, 'unixepoch') AS INTEGER), 1, b.company, a.created_at, 0
    FROM billing_details b JOIN accounts a ON a.id = b.account WHERE b.company <> a.company;
-- postgres:
INSERT INTO invoiced_companies (account, from_day, seq, company, chosen_at, publisher)
    SELECT b.account, CAST(to_char(to_timestamp(a.created_at / 1000000) AT TIME ZONE 'UTC', 'YYYYMMDD') AS BIGINT), 1, b.company,
           a.created_at, 0
    FROM billing_details b JOIN accounts a ON a.id = b.account WHERE b.company <> a.company;
-- both:
ALTER TABLE billing_details DROP COLUMN company;
