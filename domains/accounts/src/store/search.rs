//! How staff finds an account: every statement goes by an index.

use french_business::Siren;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, sql};
use kit_mail::Email;
use kit_web::AccountState;

use crate::model::likeness::MOST_KEYS;
use crate::model::search::after_prefix;

/// An account in the result of a search.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Found {
    /// Its number.
    pub id: AccountId,
    /// The name of the company that was found.
    pub name: String,
    /// Where the account stands.
    pub state: AccountState,
    /// The company's town.
    pub town: String,
    /// The company's SIREN.
    pub siren: Option<String>,
    /// The account's administration address.
    pub administration_email: Email,
}

impl Found {
    /// The SIREN as people read it, `732 829 320`, or nothing.
    pub fn siren_shown(&self) -> String {
        let grouped = |siren: &String| siren.parse::<Siren>().map_or(siren.clone(), |siren| siren.grouped());
        self.siren.as_ref().map(grouped).unwrap_or_default()
    }
}

/// Among which accounts is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Among {
    /// Only those that stand here; all when there is none.
    pub state: Option<AccountState>,
    /// How many are found at most.
    pub limit: i64,
}

macro_rules! found {
    ($rest:literal) => {
        concat!("SELECT a.id, c.name, a.state, c.town, c.siren, a.administration_email ", $rest)
    };
}

/// An account that was found by a member.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct FoundMember {
    pub(crate) person: PersonId,
    id: AccountId,
    name: String,
    state: AccountState,
    town: String,
    siren: Option<String>,
    administration_email: Email,
}

impl FoundMember {
    pub(crate) fn found(&self) -> Found {
        let FoundMember { id, name, state, town, siren, administration_email, .. } = self.clone();
        Found { id, name, state, town, siren, administration_email }
    }
}

/// How many companies with a word are looked at for the other words, at most.
const MOST_WITH_A_WORD: i64 = 600;

sql!(BY_NUMBER, found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.id = $1"));
sql!(
    BY_SIREN,
    found!(
        "FROM companies c JOIN accounts a ON a.id = c.account
         WHERE c.siren = $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2) LIMIT $3"
    )
);
sql!(
    BY_VAT_NUMBER,
    found!(
        "FROM companies c JOIN accounts a ON a.id = c.account
         WHERE c.vat_number = $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2) LIMIT $3"
    )
);
sql!(
    BY_FOREIGN_NUMBER,
    found!(
        "FROM companies c JOIN accounts a ON a.id = c.account
         WHERE c.foreign_number = $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2) LIMIT $3"
    )
);
sql!(
    BY_ADMINISTRATION_EMAIL,
    found!(
        "FROM accounts a JOIN companies c ON c.id = a.company
         WHERE a.administration_email = $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2) LIMIT $3"
    )
);
sql!(
    BY_MAIL_DOMAIN,
    found!(
        "FROM accounts a JOIN companies c ON c.id = a.company
         WHERE a.mail_domain = $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2) LIMIT $3"
    )
);
sql!(
    BY_NAME,
    found!(
        "FROM companies c JOIN accounts a ON a.id = c.account
         WHERE c.name_key >= $1 AND c.name_key < $2 AND (CAST($3 AS TEXT) IS NULL OR a.state = $3)
         ORDER BY c.name_key, c.id LIMIT $4"
    )
);
sql!(
    BY_WORD,
    found!(
        "FROM company_keys k JOIN companies c ON c.id = k.company JOIN accounts a ON a.id = c.account
         WHERE k.likeness >= $1 AND k.likeness < $2 AND (CAST($3 AS TEXT) IS NULL OR a.state = $3)
         ORDER BY k.likeness, k.company LIMIT $4"
    )
);
sql!(
    BY_PHONE,
    found!("FROM companies c JOIN accounts a ON a.id = c.account WHERE c.phone = $1 ORDER BY c.id LIMIT $2")
);
sql!(
    WITH_WORD,
    "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT k.company FROM company_keys k WHERE k.likeness >= $1 AND k.likeness < $2 LIMIT $3) w"
);
// With an offset PostgreSQL asks about each company; without, it may gather all that have the other word first, a hundred thousand of a million.
sql!(
    BY_WORDS,
    found!(
        "FROM (SELECT k.company FROM company_keys k WHERE k.likeness >= $1 AND k.likeness < $2 ORDER BY k.likeness, k.company LIMIT $3) w
         JOIN companies c ON c.id = w.company JOIN accounts a ON a.id = c.account
         WHERE (CAST($4 AS TEXT) IS NULL OR EXISTS
                   (SELECT 1 FROM company_keys o WHERE o.company = w.company AND o.likeness >= $4 AND o.likeness < $5 LIMIT 1 OFFSET 0))
           AND (CAST($6 AS TEXT) IS NULL OR EXISTS
                   (SELECT 1 FROM company_keys o WHERE o.company = w.company AND o.likeness >= $6 AND o.likeness < $7 LIMIT 1 OFFSET 0))
         LIMIT $8"
    )
);
sql!(
    BY_LIKENESS,
    found!(
        "FROM company_keys k JOIN companies c ON c.id = k.company JOIN accounts a ON a.id = c.account
         WHERE k.likeness = $1 ORDER BY k.company LIMIT $2"
    )
);
sql!(
    OF_PEOPLE,
    sqlite: "SELECT m.person, a.id, c.name, a.state, c.town, c.siren, a.administration_email
             FROM members m JOIN accounts a ON a.id = m.account JOIN companies c ON c.id = a.company
             WHERE m.person IN (SELECT value FROM json_each($1)) AND m.removed_at IS NULL LIMIT $2",
    postgres: "SELECT m.person, a.id, c.name, a.state, c.town, c.siren, a.administration_email
               FROM members m JOIN accounts a ON a.id = m.account JOIN companies c ON c.id = a.company
               WHERE m.person = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))))
                 AND m.removed_at IS NULL LIMIT $2",
);
sql!(
    BROWSE,
    found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2")
);
sql!(
    BROWSE_STATE,
    found!(
        "FROM accounts a JOIN companies c ON c.id = a.company WHERE a.state = $1 AND a.id < $2
         ORDER BY a.id DESC LIMIT $3"
    )
);

pub(crate) fn by_number(read: &mut Read<'_>, account: AccountId) -> Result<Option<Found>, DbError> {
    read.opt(&BY_NUMBER, &[&account])
}

pub(crate) fn by_siren(read: &mut Read<'_>, siren: &str, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_SIREN, &[&siren, &among.state, &among.limit])
}

pub(crate) fn by_vat_number(read: &mut Read<'_>, number: &str, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_VAT_NUMBER, &[&number, &among.state, &among.limit])
}

pub(crate) fn by_foreign_number(read: &mut Read<'_>, number: &str, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_FOREIGN_NUMBER, &[&number, &among.state, &among.limit])
}

pub(crate) fn by_administration_email(read: &mut Read<'_>, email: &Email, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_ADMINISTRATION_EMAIL, &[email, &among.state, &among.limit])
}

pub(crate) fn by_mail_domain(read: &mut Read<'_>, domain: &str, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_MAIL_DOMAIN, &[&domain, &among.state, &among.limit])
}

/// Companies whose name's key begins with `prefix`, in alphabetical order.
pub(crate) fn by_name(read: &mut Read<'_>, prefix: &str, among: Among) -> Result<Vec<Found>, DbError> {
    read.all(&BY_NAME, &[&prefix, &after_prefix(prefix), &among.state, &among.limit])
}

/// Companies with a word in their name that begins with `prefix`: the words are among the likeness keys.
pub(crate) fn by_word(read: &mut Read<'_>, prefix: &str, among: Among) -> Result<Vec<Found>, DbError> {
    let keys = among.limit.saturating_mul(i64::try_from(MOST_KEYS).unwrap_or(1));
    read.all(&BY_WORD, &[&prefix, &after_prefix(prefix), &among.state, &keys])
}

/// The accounts with the highest numbers below `before`, of one state or all.
pub(crate) fn browse(
    read: &mut Read<'_>,
    state: Option<AccountState>,
    before: i64,
    limit: i64,
) -> Result<Vec<Found>, DbError> {
    match state {
        Some(state) => read.all(&BROWSE_STATE, &[&state, &before, &limit]),
        None => read.all(&BROWSE, &[&before, &limit]),
    }
}

/// The companies that have this telephone number (E.164).
pub(crate) fn by_phone(read: &mut Read<'_>, phone: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_PHONE, &[&phone, &limit])
}

/// Companies whose names have words that begin like all of these, of which three count. The rarest word leads, and of those that have it
/// so many are looked at as a call can wait for.
pub(crate) fn by_words(read: &mut Read<'_>, words: &[String], limit: i64) -> Result<Vec<Found>, DbError> {
    let mut words: Vec<&String> = words.iter().collect();
    if words.len() > 1 {
        for word in &words[1..] {
            read.foresee(&WITH_WORD, &[*word, &after_prefix(word), &MOST_WITH_A_WORD]);
        }
        let mut counted = Vec::new();
        for word in words {
            let with = read.value(&WITH_WORD, &[word, &after_prefix(word), &MOST_WITH_A_WORD])?.unwrap_or(0);
            if with == 0 {
                return Ok(Vec::new());
            }
            counted.push((with, word));
        }
        counted.sort_by_key(|(with, _): &(i64, _)| *with);
        words = counted.into_iter().map(|(_, word)| word).collect();
    }
    let at = |place: usize| (words.get(place).copied(), words.get(place).map(|word| after_prefix(word)));
    let ((Some(first), end), (second, second_end), (third, third_end)) = (at(0), at(1), at(2)) else {
        return Ok(Vec::new());
    };
    read.all(&BY_WORDS, &[first, &end, &MOST_WITH_A_WORD, &second, &second_end, &third, &third_end, &limit])
}

/// Companies with exactly this likeness key.
pub(crate) fn by_likeness(read: &mut Read<'_>, key: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_LIKENESS, &[&key, &limit])
}

/// The accounts of these persons.
pub(crate) fn of_people(read: &mut Read<'_>, people: &[PersonId], limit: i64) -> Result<Vec<FoundMember>, DbError> {
    let numbers: Vec<String> = people.iter().map(|id| id.0.to_string()).collect();
    read.all(&OF_PEOPLE, &[&format!("[{}]", numbers.join(",")), &limit])
}
