-- How many cases somebody opened of late: of too many in a day the next one is refused.
CREATE INDEX cases_requester_opened ON cases (requester, opened_at);
