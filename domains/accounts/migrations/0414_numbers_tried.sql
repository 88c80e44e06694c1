-- How many sets of numbers (SIREN, foreign number, VAT number) an application has had: its applicant is told of the first few whether a
-- company has an account already.
ALTER TABLE accounts ADD COLUMN numbers_tried BIGINT NOT NULL DEFAULT 1;
