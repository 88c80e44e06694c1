-- How many machines an account linked within a day.
CREATE INDEX machines_arrived ON machines (account, linked_at);
