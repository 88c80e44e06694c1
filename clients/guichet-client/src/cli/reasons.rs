//! What went wrong, in French.

use std::io;

use credit_statement::Falsehood;

use super::words::Language;
use crate::journal::JournalError;
use crate::{Cause, ConfigError, Error, FieldProblem, KeyStoreError, LinkError, LinkFileError, Problem};

pub(super) fn config(error: &ConfigError) -> String {
    match error {
        ConfigError::NoUrl => "aucune adresse n’est indiquée : GUICHET_URL, ou `url` dans le fichier".to_owned(),
        ConfigError::NoKey => "aucune clé d’API n’est indiquée : GUICHET_KEY, ou `key` dans le fichier".to_owned(),
        ConfigError::Url(url) => format!("`{url}` n’est pas l’adresse d’un serveur"),
        ConfigError::NotEncrypted(url) => {
            format!("`{url}` n’est pas chiffré : il faut https, sauf vers cette machine même")
        }
        ConfigError::Key => "cette clé d’API n’en est pas une : elles commencent par gk_".to_owned(),
        ConfigError::Seconds(text) => format!("`{text}` n’est pas un nombre de secondes de 1 à 3600"),
        ConfigError::KeyStore(text) => format!("`{text}` n’est ni `auto` ni `never` (GUICHET_KEY_STORE)"),
        ConfigError::File { path, why } => format!("{path} : {why}"),
    }
}

pub(super) fn call(error: &Error) -> String {
    let french = Language::French;
    match error {
        Error::Short { available, missing } => {
            format!("il reste {}, il en manque {}", french.credits(*available), french.number(*missing))
        }
        Error::Busy { retry_after } => {
            format!("le serveur est occupé ; réessayez dans {}\u{A0}s", retry_after.as_secs())
        }
        Error::Unknown { key, why } => {
            format!("on ne sait pas si c’est fait ({}) ; répétez avec la clé {key}", cause(why))
        }
        Error::Unreachable { why } => format!("le serveur est injoignable : {}", cause(why)),
        Error::KeyReused => "cette clé a déjà servi à autre chose".to_owned(),
        Error::Unauthorized => "la clé d’API ou le lien du poste n’est pas valable".to_owned(),
        Error::Forbidden(problem) => refusal(problem),
        Error::NotFound => "ce compte n’a rien de tel".to_owned(),
        Error::Ended { state } => match state.as_str() {
            "captured" => "c’est déjà utilisé".to_owned(),
            "released" => "c’est déjà rendu".to_owned(),
            "settled" => "c’est déjà déclaré".to_owned(),
            "expired" => "le délai est passé".to_owned(),
            state => format!("c’est terminé : {state}"),
        },
        Error::Refused(problem) => format!("le serveur refuse : {}", refusal(problem)),
        Error::Answer { key: Some(key), why } => {
            format!("la réponse n’est pas compréhensible : {why} ; répétez avec la clé {key}")
        }
        Error::Answer { key: None, why } => format!("la réponse n’est pas compréhensible : {why}"),
        Error::System(why) => format!("la machine a échoué : {why}"),
    }
}

/// Why a machine is not linked.
pub(super) fn link(error: &LinkError) -> String {
    match error {
        LinkError::AlreadyLinked { account } => format!("ce poste est déjà lié à {account}"),
        LinkError::NotLinked => "ce poste n’est lié à aucun compte".to_owned(),
        LinkError::Elsewhere { url } => format!("ce poste est lié auprès de {url}"),
        LinkError::TokenLost { machine } => {
            format!(
                "ce poste a déjà été lié et son jeton est perdu : dissociez {machine} dans le compte et ici, puis liez-le de nouveau"
            )
        }
        LinkError::File(LinkFileError::Disk { path, why }) => format!("{} : {}", path.display(), file(why)),
        LinkError::File(LinkFileError::Damaged { path }) => {
            format!("{} : ce n’est pas le fichier d’un poste lié", path.display())
        }
        LinkError::File(LinkFileError::Open { path }) => {
            format!("{} : d’autres peuvent lire ce fichier", path.display())
        }
        LinkError::File(LinkFileError::KeyStore(error)) => key_store(error),
        LinkError::Call(error) => call(error),
    }
}

/// Why the token is not got from where it stands.
fn key_store(error: &KeyStoreError) -> String {
    match error {
        KeyStoreError::Silent => "le trousseau du système ne répond pas : déverrouillez-le, puis réessayez".to_owned(),
        KeyStoreError::None => "ce programme ne connaît aucun trousseau sur ce système".to_owned(),
        KeyStoreError::Fault(why) => format!("le trousseau du système : {why}"),
    }
}

pub(super) fn journal(error: &JournalError) -> String {
    let french = Language::French;
    match error {
        JournalError::Disk(error) => format!("le journal ne peut être lu ou écrit : {}", file(error)),
        JournalError::InUse => "un autre programme a ouvert le journal".to_owned(),
        JournalError::Damaged { offset } => format!("le journal est endommagé à l’octet {offset}"),
        JournalError::Broken => "le journal a échoué auparavant ; ouvrez-le de nouveau".to_owned(),
        JournalError::NoLease => "aucun crédit n’est emporté".to_owned(),
        JournalError::LeaseOpen => "des crédits sont déjà emportés ; déclarez-les d’abord".to_owned(),
        JournalError::Settling => "la déclaration est en cours ; plus rien n’est dépensé".to_owned(),
        JournalError::Over { until } => format!("le délai est passé depuis le {}", french.moment(*until)),
        JournalError::Clock { says } => {
            format!("l’horloge de la machine est fausse : elle indique le {}", french.moment(*says))
        }
        JournalError::Short { left, cost } => {
            format!("il reste {} emportés, il en faut {}", french.credits(*left), french.number(*cost))
        }
        JournalError::Full(most) => format!("déjà {most} utilisations, le maximum ; déclarez-les d’abord"),
        JournalError::UnknownFeature(feature) => format!("aucun prix n’a été emporté pour `{feature}`"),
        JournalError::KeyReused => "cette clé a déjà servi à autre chose".to_owned(),
        JournalError::Value(name) => format!("`{name}` n’est pas accepté"),
        JournalError::Call(error) => call(error),
    }
}

/// What became of an attempt without an answer. What the system says of a connection is in its own words.
fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Connection(why) => why.clone(),
        Cause::NoAnswer { within } => format!("pas de réponse en {}\u{A0}s", within.as_secs_f32()),
        Cause::TooLong => "la réponse est trop longue".to_owned(),
        Cause::Server(problem) => refusal(problem),
        Cause::Then(first, then) => format!("{}, puis : {}", self::cause(first), call(then)),
    }
}

/// What the server refuses, by the type of the problem; one that is not known yet, in the server's words.
fn refusal(problem: &Problem) -> String {
    let known = match problem.kind() {
        "bad-request" => "la demande n’est pas comprise",
        "idempotency-key-missing" => "il manque une clé de répétition valable",
        "forbidden" => "la clé d’API ne le permet pas",
        "account-suspended" => "le compte est suspendu : ses administrateurs savent pourquoi",
        "spending-blocked" => "les dépenses du compte sont bloquées : ses administrateurs savent pourquoi",
        "too-many-holds" => "trop de réservations sont ouvertes : utilisez-en ou rendez-en",
        "method-not-allowed" => "cette adresse n’accepte pas cette demande : la version du serveur est-elle la bonne ?",
        "too-large" => "la demande est trop longue",
        "invalid" => return fields(&problem.errors),
        "unknown-feature" => "le tarif n’a pas de prix pour cette fonctionnalité",
        "not-a-member" => "cette adresse n’est pas celle d’un membre du compte",
        "hold-exceeded" => "la réservation est plus petite",
        "lease-exceeded" => "ces utilisations coûtent plus que ce qui a été emporté",
        "not-whole-uses" => "le montant n’est pas celui d’utilisations entières",
        "out-of-range" => "le coût est trop grand",
        "wrong-code" => "ce numéro et ce code personnel ne vont pas ensemble",
        "account-not-active" => "ce compte ne peut pas lier de poste pour le moment",
        "account-not-editable" => "ce compte a été refusé : corrigez la demande dans l’espace client",
        "machine-limit-reached" => "toutes les places sont prises",
        "no-replacement-left" => "plus aucun remplacement cette année : dissociez un poste dans le compte",
        "not-replaceable" => "ce poste ne peut pas être remplacé",
        "machine-unlinked" => "ce poste a été dissocié depuis : liez-le de nouveau",
        "wrong-mailed-code" => "ce n’est pas le code envoyé, ou il a plus d’une heure",
        "wrong-password" => {
            "cette adresse et ce mot de passe ne vont pas ensemble, ou n’ont pas ce droit dans le compte"
        }
        "code-required" => "il faut un code de validation",
        "wrong-second-factor" => "ce code de validation n’est pas le bon, ou a déjà servi",
        "account-changed" => "le compte a été modifié entre-temps : relisez-le, puis recommencez",
        "sign-up-closed" => "aucun compte ne peut être demandé pour le moment",
        "too-many-requests" => "trop de demandes en peu de temps",
        "fault" => "le serveur est en panne",
        "busy" => "le serveur est occupé, rien n’a été fait",
        "unknown-outcome" => "le serveur ne sait pas si c’est fait",
        _ if problem.kind().is_empty() => return format!("réponse HTTP {}", problem.status),
        _ => return problem.to_string(),
    };
    known.to_owned()
}

/// The values that are not accepted, each with its reason.
fn fields(errors: &[FieldProblem]) -> String {
    let told: Vec<String> = errors.iter().map(|error| format!("`{}` {}", error.field, reason(error))).collect();
    if told.is_empty() { "une valeur n’est pas acceptée".to_owned() } else { told.join(" ; ") }
}

fn reason(error: &FieldProblem) -> String {
    let number = |bound: i64| Language::French.number(bound);
    match (error.code.as_str(), error.min, error.max) {
        ("missing", ..) => "manque".to_owned(),
        ("too-long", _, Some(max)) => format!("a plus de {} caractères", number(max)),
        ("too-many", _, Some(max)) => format!("en a plus de {}", number(max)),
        ("range", Some(min), Some(max)) => format!("n’est pas compris entre {} et {}", number(min), number(max)),
        ("character", ..) => "contient un caractère qui n’est pas permis".to_owned(),
        ("not-whole", ..) => "n’est pas un nombre entier".to_owned(),
        ("moment", ..) => "n’est ni un jour ni un moment (2026-11-21)".to_owned(),
        ("email", ..) => "n’est pas une adresse e-mail".to_owned(),
        ("link", ..) => "contient une adresse web".to_owned(),
        ("siren-form", ..) => "n’est pas un SIREN : neuf chiffres".to_owned(),
        ("siren-digit", ..) => "n’est pas un SIREN : un chiffre est faux".to_owned(),
        ("postal-code-form", ..) => "n’est pas un code postal : cinq chiffres en France".to_owned(),
        ("phone-form", ..) => "n’est pas un numéro de téléphone".to_owned(),
        ("phone-country", ..) => "est à écrire avec l’indicatif du pays : +32…".to_owned(),
        ("ape-form", ..) => "n’est pas un code APE : quatre chiffres et une lettre".to_owned(),
        ("ape-unknown", ..) => "n’est pas un code APE connu".to_owned(),
        ("country-unknown", ..) => "n’est pas le code d’un pays".to_owned(),
        ("company-fixed", ..) => "ne peut être modifié que par l’éditeur".to_owned(),
        ("not-yours", ..) => "est à modifier par la personne elle-même".to_owned(),
        ("too-many-mails", ..) => "reçoit trois messages par jour au plus : réessayez plus tard".to_owned(),
        _ => "n’est pas accepté".to_owned(),
    }
}

/// What is wrong with a file; what is rare, in the system's words.
pub(super) fn file(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "il n’y a pas de tel fichier".to_owned(),
        io::ErrorKind::PermissionDenied => "l’accès est refusé".to_owned(),
        io::ErrorKind::StorageFull => "le disque est plein".to_owned(),
        io::ErrorKind::InvalidData => "ce n’est pas du texte".to_owned(),
        io::ErrorKind::IsADirectory => "c’est un dossier".to_owned(),
        io::ErrorKind::BrokenPipe => "plus personne ne lit".to_owned(),
        _ => error.to_string(),
    }
}

/// Why a statement is not what the publisher signed.
pub(super) fn falsehood(falsehood: &Falsehood) -> String {
    let number = |number: i64| Language::French.number(number);
    let told = match falsehood {
        Falsehood::Truncated => "le fichier finit avant le relevé",
        Falsehood::Trailing => "le fichier continue après le relevé",
        Falsehood::TooLong => "la ligne est trop longue",
        Falsehood::Layout => "ce n’est pas la disposition d’un relevé",
        Falsehood::Json(why) => return format!("la ligne n’est pas compréhensible ({why})"),
        Falsehood::NotCanonical => "la ligne n’est pas écrite comme un relevé l’écrit",
        Falsehood::Version(version) => return format!("la version {version} du format n’est pas connue"),
        Falsehood::Number { expected, found } => {
            return format!("l’opération {expected} est attendue ici, c’est la {found}");
        }
        Falsehood::TimeBack => "le temps recule",
        Falsehood::Kinds => "le montant n’est pas la somme de ses deux sortes de crédits",
        Falsehood::Split => "le montant n’est pas la somme de ses lots",
        Falsehood::Balance { expected, found } => {
            return format!(
                "le solde ne suit pas : {} promotionnels et {} achetés sont attendus, il est écrit {} et {}",
                number(expected.promotional),
                number(expected.purchased),
                number(found.promotional),
                number(found.purchased)
            );
        }
        Falsehood::BelowZero => "un solde est négatif",
        Falsehood::Range => "une somme est trop grande",
        Falsehood::End => "la fin ne correspond pas aux lignes",
        Falsehood::Digest => "ce ne sont pas les lignes qui ont été signées",
        Falsehood::Algorithm => "la sorte de signature n’est pas connue",
        Falsehood::Key => "la clé dans le fichier n’en est pas une",
        Falsehood::OtherKey { found } => return format!("il est signé par une autre clé : {found}"),
        Falsehood::Signature => "la signature est fausse",
    };
    told.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(kind: &str) -> Problem {
        Problem { r#type: format!("/api/v1/docs#problem-{kind}"), title: "English".to_owned(), ..Problem::default() }
    }

    #[test]
    fn a_refusal_is_told_in_french_by_its_type() {
        assert_eq!(refusal(&problem("unknown-feature")), "le tarif n’a pas de prix pour cette fonctionnalité");
        assert_eq!(refusal(&problem("of-tomorrow")), "English", "one that is not known yet is told all the same");
        assert_eq!(refusal(&Problem { status: 502, ..Problem::default() }), "réponse HTTP 502");
    }

    #[test]
    fn a_value_is_told_with_its_bounds() {
        let wrong = |field: &str, code: &str, min, max| FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            min,
            max,
            detail: "English".to_owned(),
        };
        let errors = vec![
            wrong("quantity", "range", Some(1), Some(1_000_000)),
            wrong("reference", "too-long", None, Some(200)),
            wrong("of_tomorrow", "", None, None),
        ];
        assert_eq!(
            refusal(&Problem { errors, ..problem("invalid") }),
            "`quantity` n’est pas compris entre 1 et 1\u{202F}000\u{202F}000 ; `reference` a plus de 200 caractères ; \
             `of_tomorrow` n’est pas accepté"
        );
    }

    #[test]
    fn what_happened_before_an_answer_is_told_with_it() {
        let lost = Cause::NoAnswer { within: std::time::Duration::from_secs(10) };
        let both = Cause::Then(Box::new(lost), Box::new(Error::Unauthorized));
        assert_eq!(
            cause(&both),
            "pas de réponse en 10\u{A0}s, puis : la clé d’API ou le lien du poste n’est pas valable"
        );
    }
}
