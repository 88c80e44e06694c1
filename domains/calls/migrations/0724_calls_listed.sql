-- All calls, and those of an agent, by time.
CREATE INDEX calls_started ON calls (started_at, id);
CREATE INDEX calls_agent_started ON calls (agent, started_at, id);
