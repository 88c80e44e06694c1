-- The next account number: one row, locked by whoever takes a number, so that none is given twice.
CREATE TABLE account_numbers (
    series {text} PRIMARY KEY,
    upcoming BIGINT NOT NULL
);
INSERT INTO account_numbers (series, upcoming) VALUES ('account', 1001);

CREATE TABLE accounts (
    id {id},
    state {text} NOT NULL,
    company BIGINT NOT NULL,
    applicant BIGINT,
    administration_email {text} NOT NULL,
    mail_domain {text},
    locale {text} NOT NULL,
    created_at BIGINT NOT NULL,
    applied_at BIGINT,
    decided_at BIGINT,
    reason {text}
);
CREATE INDEX accounts_state ON accounts (state, applied_at, id);
CREATE INDEX accounts_number_by_state ON accounts (state, id);
CREATE INDEX accounts_decided ON accounts (decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX accounts_mail_domain ON accounts (mail_domain);
CREATE INDEX accounts_administration_email ON accounts (administration_email);

CREATE TABLE companies (
    id {id},
    account BIGINT NOT NULL REFERENCES accounts (id),
    name {text} NOT NULL,
    name_key {text} NOT NULL,
    siren {text},
    foreign_number {text},
    vat_number {text},
    ape {text},
    ape_nomenclature {text},
    line1 {text} NOT NULL,
    line2 {text} NOT NULL,
    postal_code {text} NOT NULL,
    town {text} NOT NULL,
    country {text} NOT NULL,
    phone {text},
    created_at BIGINT NOT NULL
);
CREATE INDEX companies_account ON companies (account, created_at, id);
CREATE INDEX companies_siren ON companies (siren);
CREATE INDEX companies_foreign_number ON companies (foreign_number);
CREATE INDEX companies_vat_number ON companies (vat_number);
CREATE INDEX companies_name_key ON companies (name_key, id);

-- By which companies with names alike are found without looking at all of them: see src/model/likeness.rs.
CREATE TABLE company_keys (
    likeness {text} NOT NULL,
    company BIGINT NOT NULL REFERENCES companies (id),
    PRIMARY KEY (likeness, company)
) {clustered};
CREATE INDEX company_keys_company ON company_keys (company);

CREATE TABLE billing_details (
    account BIGINT PRIMARY KEY REFERENCES accounts (id),
    company BIGINT NOT NULL,
    contact {text} NOT NULL,
    email {text},
    reference {text} NOT NULL,
    line1 {text} NOT NULL,
    line2 {text} NOT NULL,
    postal_code {text} NOT NULL,
    town {text} NOT NULL,
    country {text}
);

CREATE TABLE members (
    account BIGINT NOT NULL REFERENCES accounts (id),
    person BIGINT NOT NULL,
    roles {text} NOT NULL,
    joined_at BIGINT NOT NULL,
    removed_at BIGINT,
    terms_version BIGINT NOT NULL,
    PRIMARY KEY (account, person)
) {clustered};
-- topic accounts-directory: members
-- topic accounts-directory: changes of accounts
-- topic accounts-directory: changes of companies
-- topic accounts-directory: changes of persons
CREATE INDEX members_person ON members (person, account);

CREATE TABLE terms_acceptances (
    account BIGINT NOT NULL REFERENCES accounts (id),
    person BIGINT NOT NULL,
    version BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (account, person, version)
) {clustered};

-- What was typed at sign-up, until the address is confirmed: the person comes into being only then.
CREATE TABLE sign_ups (
    id {id},
    account BIGINT,
    email {text} NOT NULL,
    first_name {text} NOT NULL,
    surname {text} NOT NULL,
    locale {text} NOT NULL,
    password_hash {text},
    terms_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    confirmed_at BIGINT
);
CREATE INDEX sign_ups_email ON sign_ups (email, created_at);
CREATE INDEX sign_ups_account ON sign_ups (account);
CREATE INDEX sign_ups_unconfirmed ON sign_ups (confirmed_at, created_at);

-- `link` is what the mailed link names; each sending takes a new one, so that an older link opens nothing.
CREATE TABLE invitations (
    id {id},
    link BIGINT NOT NULL,
    account BIGINT NOT NULL REFERENCES accounts (id),
    email {text} NOT NULL,
    roles {text} NOT NULL,
    locale {text} NOT NULL,
    state {text} NOT NULL,
    invited_by BIGINT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (link)
);
CREATE INDEX invitations_account ON invitations (account, state, created_at);
CREATE INDEX invitations_email ON invitations (email, state);
CREATE INDEX invitations_due ON invitations (state, expires_at);

-- Which notices an account does not want; without a row it gets them.
CREATE TABLE notices_off (
    account BIGINT NOT NULL REFERENCES accounts (id),
    kind {text} NOT NULL,
    off_at BIGINT NOT NULL,
    PRIMARY KEY (account, kind)
) {clustered};

CREATE TABLE administration_changes (
    id {id},
    account BIGINT NOT NULL REFERENCES accounts (id),
    email {text} NOT NULL,
    requested_by BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX administration_changes_account ON administration_changes (account, ended_at);

CREATE TABLE api_keys (
    id {id},
    account BIGINT NOT NULL REFERENCES accounts (id),
    prefix {text} NOT NULL,
    hash {bytes} NOT NULL,
    name {text} NOT NULL,
    scopes {text} NOT NULL,
    member BIGINT,
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_used_at BIGINT,
    UNIQUE (hash),
    UNIQUE (prefix)
);
-- topic accounts-keys: api_keys (scopes, member, revoked_at)
-- topic accounts-keys: changes of accounts (state)
CREATE INDEX api_keys_account ON api_keys (account, created_at);
