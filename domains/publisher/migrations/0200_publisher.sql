-- What the publisher says about itself and how it wants its customer accounts to be.

-- One row (id 1), read with every page: all settings as JSON.
CREATE TABLE publisher_settings (
    id {id},
    settings {text} NOT NULL
);
-- topic publisher-settings: publisher_settings

-- One row at most (id 1).
CREATE TABLE publisher_logo (
    id {id},
    png {bytes} NOT NULL
);

-- Markdown by name (prices, legal, sign_up) and language.
CREATE TABLE publisher_texts (
    name {text} NOT NULL,
    locale {text} NOT NULL,
    markdown {text} NOT NULL,
    PRIMARY KEY (name, locale)
) {clustered};

-- Terms of use: a row per version, in force from a moment on, and then never changed.
CREATE TABLE terms (
    version BIGINT NOT NULL PRIMARY KEY,
    in_force_at BIGINT NOT NULL
);
-- topic publisher-terms: terms
CREATE TABLE terms_texts (
    version BIGINT NOT NULL REFERENCES terms (version),
    locale {text} NOT NULL,
    markdown {text} NOT NULL,
    PRIMARY KEY (version, locale)
) {clustered};

-- Texts of mails that the publisher wrote itself; all others are the program's.
CREATE TABLE mail_texts (
    kind {text} NOT NULL,
    locale {text} NOT NULL,
    text {text} NOT NULL,
    PRIMARY KEY (kind, locale)
) {clustered};
