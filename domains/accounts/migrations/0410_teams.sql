-- Groups of members of an account. `name_key` is the name as it is compared.
CREATE TABLE teams (
    id {id},
    account BIGINT NOT NULL REFERENCES accounts (id),
    name {text} NOT NULL,
    name_key {text} NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account, name_key)
);

CREATE TABLE team_members (
    account BIGINT NOT NULL,
    person BIGINT NOT NULL,
    team BIGINT NOT NULL REFERENCES teams (id),
    PRIMARY KEY (account, person, team)
) {clustered};
CREATE INDEX team_members_team ON team_members (team, person);
