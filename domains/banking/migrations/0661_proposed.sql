-- The orders that each line was last proposed for, so that lines of one order find each other. Kept when the line is decided: whether
-- it is open stands in its row.
CREATE TABLE bank_proposed (
    number BIGINT NOT NULL,
    line BIGINT NOT NULL REFERENCES bank_lines (id),
    PRIMARY KEY (number, line)
);
CREATE INDEX bank_proposed_line ON bank_proposed (line);
