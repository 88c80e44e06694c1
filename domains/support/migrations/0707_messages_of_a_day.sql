-- How many messages somebody wrote of late: of too many in a day the next one is refused.
CREATE INDEX case_lines_recent ON case_lines (person, at) WHERE person IS NOT NULL;
