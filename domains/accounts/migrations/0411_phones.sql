-- Who calls is found by the number that the telephone shows.
CREATE INDEX companies_phone ON companies (phone, id) WHERE phone IS NOT NULL;
