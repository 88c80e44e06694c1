//! What the window says, in French and English. Each text stands here once, both languages side by side. In French a wide blank that does not
//! break stands before every sign that asks for one: at the thin one the window would begin a line.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// The one that a tag such as `fr`, `fr-FR` or `en_GB.UTF-8` names; none for other languages.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.to_ascii_lowercase();
        let names =
            |code: &str| tag == code || tag.starts_with(&format!("{code}-")) || tag.starts_with(&format!("{code}_"));
        if names("fr") {
            return Some(Language::French);
        }
        names("en").then_some(Language::English)
    }

    /// Its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::French => "fr",
            Language::English => "en",
        }
    }

    /// A day as people write it.
    pub fn day(self, at: Timestamp, zone: TimeZone) -> String {
        let form = self.pick("%d/%m/%Y", "%-d %B %Y");
        at.to_zoned(zone).strftime(form).to_string()
    }

    /// The text of this language.
    pub const fn pick<'t>(self, french: &'t str, english: &'t str) -> &'t str {
        match self {
            Language::French => french,
            Language::English => english,
        }
    }
}

macro_rules! texts {
    ($($key:literal => $french:literal, $english:literal;)*) => {
        /// The text with this key, if there is one.
        pub(crate) fn find(language: Language, key: &str) -> Option<&'static str> {
            match key {
                $($key => Some(language.pick($french, $english)),)*
                _ => None,
            }
        }

        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$(($key, $french, $english)),*];
    };
}

/// The text with this key; for one that there is not a sign that a test finds.
pub fn say(language: Language, key: &str) -> &'static str {
    find(language, key).unwrap_or("⁇")
}

texts! {
    "title" => "Compte client", "Customer account";
    "wait" => "Un instant…", "One moment…";
    "close" => "Fermer", "Close";
    "next" => "Suivant", "Next";
    "back" => "Retour", "Back";
    "cancel" => "Annuler", "Cancel";
    "retry" => "Réessayer", "Try again";
    "copy" => "Copier", "Copy";
    "copied" => "Copié.", "Copied.";
    "none" => "Aucun résultat", "Nothing found";
    "search" => "Rechercher", "Search";
    "choose" => "Choisir…", "Choose…";

    "choose-title" => "Ce poste n’est lié à aucun compte", "This machine is not linked to an account";
    "choose-lead" => "Le compte client permet de joindre l’assistance et de suivre vos licences. Il est facultatif\u{a0}: vous pouvez fermer cette fenêtre et continuer à travailler.", "With the customer account you reach support and follow your licences. It is optional: you can close this window and go on working.";
    "choose-create" => "Créer un compte", "Create an account";
    "choose-create-lead" => "Une adresse e-mail suffit. Pour une entreprise qui n’a pas encore de compte.", "An e-mail address is enough. For a company that has no account yet.";
    "choose-link" => "Enregistrer un compte existant", "Register an existing account";
    "choose-link-lead" => "Avec le numéro du compte et son code personnel.", "With the account's number and its personal code.";

    "sign-up-title" => "Créer un compte", "Create an account";
    "sign-up-lead" => "Un code vous sera envoyé par e-mail, en quelques secondes.", "A code will be mailed to you within seconds.";
    "sign-up-notice" => "Votre adresse sert à créer le compte et à vous écrire à son sujet. Vous pourrez la voir, la corriger et la faire effacer dans l’espace client.", "Your address serves to create the account and to write to you about it. You can see it, correct it and have it erased in the portal.";
    "email" => "Adresse e-mail", "E-mail address";
    "code-title" => "Vérifiez votre courrier", "Look at your mail";
    "code-lead" => "Un e-mail part à cette adresse\u{a0}:", "A mail is on its way to this address:";
    "code-hint" => "Il n’arrive pas\u{a0}? Regardez parmi les indésirables. Si cette adresse a déjà un identifiant, l’e-mail le dit et n’apporte pas de code.", "It does not arrive? Look among the unwanted mail. If this address has a login already, the mail says so and brings no code.";
    "code" => "Code reçu", "Code received";
    "code-again" => "Renvoyer le code", "Send the code again";
    "code-sent-again" => "Un nouveau code part. Seul le dernier e-mail compte.", "A new code is on its way. Only the last mail counts.";
    "new-password" => "Choisissez un mot de passe", "Choose a password";
    "new-password-hint" => "Au moins 12 caractères.", "At least 12 characters.";
    "create" => "Créer le compte", "Create the account";
    "made-title" => "Votre compte est créé", "Your account is created";
    "made-lead" => "Notez ce code personnel\u{a0}: il n’est montré qu’une fois. Avec le numéro du compte, il enregistre vos autres postes.", "Note this personal code: it is shown once. With the account's number it registers your other machines.";
    "made-code" => "Code personnel", "Personal code";

    "link-title" => "Enregistrer un compte existant", "Register an existing account";
    "link-lead" => "Le numéro et le code personnel sont dans l’espace client, page Postes\u{a0}; un administrateur du compte vous les donne.", "Number and personal code are in the portal, page Machines; an admin of the account gives them to you.";
    "number" => "Numéro du compte", "Account number";
    "personal-code" => "Code personnel", "Personal code";
    "link" => "Enregistrer ce poste", "Register this machine";
    "forgotten-code" => "Code personnel oublié\u{a0}?", "Personal code forgotten?";
    "forgotten-code-sent" => "Si ce compte est en service, un lien pour un nouveau code part à son adresse d’administration.", "If this account is in use, a link for a new code is on its way to its administration address.";
    "full-title" => "Toutes les places sont prises", "Every place is taken";
    "full-lead" => "Ce poste peut prendre la place d’un autre, qui sera dissocié. Voici ceux qui n’ont pas servi depuis le plus longtemps.", "This machine can take the place of another one, which will be unlinked. These have not been used for longest.";
    "full-none" => "Plus aucun remplacement cette année\u{a0}: un administrateur peut dissocier un poste dans l’espace client.", "No replacement is left this year: an admin can unlink a machine in the portal.";
    "replace" => "Remplacer", "Replace";
    "seen" => "vu le", "seen on";

    "account-title" => "Compte", "Account";
    "state-pending" => "Ce compte attend la décision de l’éditeur.", "This account waits for the publisher's decision.";
    "state-refused" => "Ce compte a été refusé. L’espace client dit pourquoi.", "This account was refused. The portal says why.";
    "state-suspended" => "Ce compte est suspendu. L’espace client dit pourquoi.", "This account is suspended. The portal says why.";
    "group-company" => "Entreprise", "Company";
    "group-contact" => "Contact", "Contact";
    "group-numbers" => "Activité et numéros", "Activity and numbers";
    "company" => "Nom de l’entreprise", "Company name";
    "surname" => "Nom", "Surname";
    "first_name" => "Prénom", "First name";
    "line1" => "Adresse", "Address";
    "line2" => "Complément d’adresse", "Address, continued";
    "postal_code" => "Code postal", "Postal code";
    "town" => "Ville", "Town";
    "country" => "Pays", "Country";
    "email-field" => "E-mail du compte", "Account e-mail";
    "phone" => "Téléphone", "Telephone";
    "ape" => "Code APE (NAF)", "Activity code (APE/NAF)";
    "siren" => "SIREN", "SIREN";
    "foreign_number" => "Numéro au registre du pays", "Number in the country's register";
    "vat_number" => "Numéro de TVA", "VAT number";
    "email-awaited" => "À confirmer par e-mail\u{a0}:", "To be confirmed by mail:";
    "save" => "Valider", "Save";
    "revert" => "Annuler les modifications", "Undo the changes";
    "saved" => "Modifications enregistrées.", "Changes saved.";
    "saved-email" => "Modifications enregistrées. La nouvelle adresse comptera une fois confirmée par le lien qui vient d’y être envoyé.", "Changes saved. The new address counts once confirmed by the link that was just mailed to it.";
    "filled" => "L’application a rempli des champs vides. Vérifiez-les, puis validez.", "The application has filled empty fields. Check them, then save.";
    "changed-meanwhile" => "Quelqu’un d’autre a modifié le compte entre-temps. Vos modifications sont toujours là\u{a0}: comparez-les, puis validez de nouveau.", "Somebody else changed the account meanwhile. Your changes are still there: compare them, then save again.";
    "portal" => "Ouvrir l’espace client", "Open the portal";
    "portal-opened" => "L’espace client s’ouvre dans votre navigateur.", "The portal opens in your browser.";
    "portal-not-opened" => "Le navigateur ne s’ouvre pas. Copiez cette adresse, valable une minute\u{a0}:", "The browser does not open. Copy this address, good for a minute:";
    "mail-code" => "Nouveau code personnel…", "New personal code…";
    "mail-password" => "Nouveau mot de passe…", "New password…";
    "code-mailed" => "Un lien pour un nouveau code personnel part à l’adresse du compte.", "A link for a new personal code is on its way to the account's address.";
    "password-mailed" => "Un lien pour un nouveau mot de passe part au contact du compte.", "A link for a new password is on its way to who speaks for the account.";
    "unlink" => "Dissocier ce poste…", "Unlink this machine…";
    "unlink-title" => "Dissocier ce poste\u{a0}?", "Unlink this machine?";
    "unlink-lead" => "Il pourra être enregistré de nouveau, sur ce compte ou un autre. Rien n’est perdu dans le compte.", "It can be registered again, with this account or another one. Nothing is lost in the account.";
    "unlink-verb" => "Dissocier", "Unlink";
    "unlinked" => "Ce poste est dissocié.", "This machine is unlinked.";
    "unsaved-title" => "Des modifications ne sont pas enregistrées", "Changes are not saved";
    "unsaved-lead" => "Si vous fermez, elles sont perdues.", "If you close, they are lost.";
    "unsaved-discard" => "Fermer sans enregistrer", "Close without saving";
    "unsaved-stay" => "Revenir", "Go back";
    "confirm-edit" => "Mot de passe d’un administrateur", "Password of an admin";
    "confirm-edit-lead" => "Pour enregistrer, un administrateur du compte donne son adresse et son mot de passe.", "To save, an admin of the account gives address and password.";
    "confirm-portal" => "Ouvrir l’espace client", "Open the portal";
    "confirm-portal-lead" => "Votre adresse et votre mot de passe ouvrent une session dans le navigateur.", "Your address and password begin a session in the browser.";
    "login" => "Votre adresse e-mail", "Your e-mail address";
    "password" => "Mot de passe", "Password";
    "second-factor" => "Code de validation en deux étapes", "Code of the second factor";
    "second-factor-hint" => "Six chiffres de votre application, ou un code de secours.", "Six digits of your application, or a recovery code.";
    "confirm-verb" => "Confirmer", "Confirm";

    "offline" => "Le serveur est injoignable. Rien n’est perdu\u{a0}: vérifiez la connexion, puis réessayez. L’application fonctionne sans.", "The server cannot be reached. Nothing is lost: check the connection, then try again. The application works without it.";
    "clock" => "La connexion sécurisée est refusée. L’heure de ce poste est-elle juste\u{a0}? Un logiciel de sécurité intercepte-t-il les connexions\u{a0}?", "The secure connection is refused. Is the time of this machine right? Does a security program intercept connections?";
    "busy" => "Le serveur est très occupé. Rien n’a été fait\u{a0}: réessayez dans un instant.", "The server is very busy. Nothing was done: try again in a moment.";
    "unknown" => "La réponse s’est perdue\u{a0}: on ne sait pas si c’est fait. Réessayez, rien ne sera fait deux fois.", "The answer was lost: it may be done or not. Try again, nothing is done twice.";
    "strange" => "La réponse ne vient pas du serveur attendu, ou sa version est autre. Réessayez plus tard\u{a0}; si cela dure, signalez-le à l’éditeur.", "The answer is not from the expected server, or its version is another. Try later; if it lasts, tell the publisher.";
    "ended" => "Le lien de ce poste a été retiré dans l’espace client, ou le compte est fermé. Vous pouvez l’enregistrer de nouveau.", "The link of this machine was taken away in the portal, or the account is closed. You can register it again.";
    "elsewhere" => "Ce poste est lié à un compte sur un autre serveur. Dissociez-le d’abord, ou demandez à l’éditeur.", "This machine is linked to an account on another server. Unlink it first, or ask the publisher.";
    "token-lost" => "Ce poste a été enregistré, mais ce qui le fait reconnaître est perdu. Dissociez-le dans l’espace client, puis enregistrez-le de nouveau.", "This machine was registered, but what it is known by is lost. Unlink it in the portal, then register it again.";
    "file" => "Le lien de ce poste ne peut pas être lu ou écrit\u{a0}:", "The link of this machine cannot be read or written:";
    "key-store-silent" => "Le trousseau de clés de ce poste ne répond pas. Déverrouillez-le, puis réessayez.", "The key store of this machine does not answer. Unlock it, then try again.";
    "key-store" => "Le trousseau de clés de ce poste ne donne pas ce qui le fait reconnaître\u{a0}:", "The key store of this machine does not give what it is known by:";
    "settings" => "La fenêtre est mal réglée par l’application\u{a0}:", "The application has set this window up wrongly:";
    "machine-failed" => "Ce poste a un problème\u{a0}:", "This machine has a problem:";
    "refused" => "Le serveur refuse\u{a0}:", "The server refuses:";
    "wrong-code" => "Ce numéro et ce code ne vont pas ensemble. Vérifiez-les.", "This number and this code do not belong together. Check them.";
    "wrong-mailed-code" => "Ce n’est pas le code envoyé, ou il a plus d’une heure.", "This is not the code that was mailed, or it is more than an hour old.";
    "wrong-password" => "Cette adresse et ce mot de passe ne vont pas ensemble, ou n’ont pas ce droit dans le compte.", "Address and password do not belong together, or have no such right in the account.";
    "wrong-second-factor" => "Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant.", "This code is not right, or was used before. Wait for the next one.";
    "sign-up-closed" => "Aucun compte ne peut être créé pour le moment. Un compte existant peut être enregistré.", "No account can be created now. An existing one can be registered.";
    "account-not-active" => "Ce compte ne peut pas enregistrer de poste pour le moment.", "This account can register no machine now.";
    "account-not-editable" => "Ce compte a été refusé. Corrigez la demande dans l’espace client, qui l’envoie de nouveau.", "This account was refused. Correct the application in the portal, which sends it again.";
    "machine-unlinked" => "Ce poste a été dissocié entre-temps. Recommencez.", "This machine was unlinked meanwhile. Begin again.";
    "not-replaceable" => "Ce poste ne peut plus être remplacé. Recommencez.", "This machine can no longer be replaced. Begin again.";
    "too-many-requests" => "Trop d’essais en peu de temps. Attendez quelques minutes.", "Too many attempts in a short time. Wait some minutes.";
    "check-fields" => "Des champs sont à corriger.", "Some fields must be corrected.";

    "field-missing" => "À remplir.", "Fill this in.";
    "field-too-long" => "Trop long.", "Too long.";
    "field-character" => "Contient un caractère qui n’est pas permis.", "Holds a character that is not allowed.";
    "field-link" => "Ne doit pas contenir d’adresse web.", "Must not hold a web address.";
    "field-email" => "Ce n’est pas une adresse e-mail.", "This is not an e-mail address.";
    "field-password" => "Trop facile à deviner\u{a0}: choisissez plusieurs mots.", "Too easy to guess: choose several words.";
    "field-siren-form" => "Un SIREN a neuf chiffres.", "A SIREN has nine digits.";
    "field-siren-digit" => "Un chiffre de ce SIREN est faux.", "A digit of this SIREN is wrong.";
    "field-foreign-number-form" => "Ce n’est pas un numéro de registre.", "This is no such number.";
    "field-postal-code-form" => "Cinq chiffres, par exemple 69003.", "Five digits, for example 69003.";
    "field-phone-form" => "Ce n’est pas un numéro de téléphone.", "This is not a telephone number.";
    "field-phone-country" => "Ce n’est pas un numéro français\u{a0}: commencez par l’indicatif, +32…", "This is no French number: begin with the calling code, +32…";
    "field-ape-form" => "Quatre chiffres et une lettre, par exemple 71.12B.", "Four digits and a letter, for example 71.12B.";
    "field-ape-unknown" => "Ce code APE n’existe pas.", "There is no such activity code.";
    "field-country-unknown" => "Choisissez un pays de la liste.", "Choose a country from the list.";
    "field-vat-prefix" => "Commence par le pays\u{a0}: FR…", "Begins with the country: FR…";
    "field-vat-form" => "Ce n’est pas un numéro de TVA.", "This is not a VAT number.";
    "field-vat-digits" => "Un chiffre de ce numéro de TVA est faux.", "A digit of this VAT number is wrong.";
    "field-vat-other-country" => "Ce numéro de TVA est d’un autre pays.", "This VAT number is of another country.";
    "field-vat-other-siren" => "Ce numéro de TVA est d’une autre entreprise.", "This VAT number is of another company.";
    "field-company-fixed" => "Seul l’éditeur peut le modifier.", "Only the publisher can change this.";
    "field-not-yours" => "Cette personne seule modifie son nom, avec son mot de passe.", "This person alone changes his or her name, with his or her password.";
    "field-too-many-mails" => "Trois messages de confirmation au plus partent par jour. Réessayez plus tard.", "At most three messages to confirm leave in a day. Try again later.";
    "field-unknown" => "N’est pas accepté.", "Is not accepted.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Problems that are told by their own names.
    const REFUSALS: [&str; 6] = [
        "sign-up-closed",
        "account-not-active",
        "account-not-editable",
        "machine-unlinked",
        "not-replaceable",
        "too-many-requests",
    ];

    const SOURCES: [&str; 7] = [
        include_str!("window.rs"),
        include_str!("account.rs"),
        include_str!("native/mod.rs"),
        include_str!("native/app.rs"),
        include_str!("native/pages.rs"),
        include_str!("native/account.rs"),
        include_str!("native/parts.rs"),
    ];
    /// Names with hyphens in the sources that are no texts: problems of the API, programs, and what tells fields apart.
    const NAMES: [&str; 7] = [
        "account-changed",
        "code-required",
        "confirm-password",
        "guichet-window",
        "machine-limit-reached",
        "no-replacement-left",
        "shown-in",
    ];

    /// What stands between quotes in a source, on one line.
    fn quoted(source: &str) -> impl Iterator<Item = &str> {
        source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| line.split('"').skip(1).step_by(2))
    }

    #[test]
    fn every_text_is_there_in_both_languages_and_used() {
        let used: Vec<&str> = SOURCES.into_iter().flat_map(quoted).collect();
        for (key, french, english) in ALL {
            assert!(!french.is_empty() && !english.is_empty() && french.trim() == *french, "{key}");
            assert!(!french.contains('\''), "{key}: the French apostrophe is ’");
            let breaks =
                [" :", " ;", " ?", " !", " »", "« ", "\u{202f}"].into_iter().find(|blank| french.contains(blank));
            assert_eq!(breaks, None, "{key}: a sign of punctuation never begins a line");
            // Said by the names of fields, of what is wrong with them, and of what the server refuses.
            let of_field = key.starts_with("field-") || guichet_client::Field::from_code(key).is_some();
            assert!(of_field || REFUSALS.contains(key) || used.contains(key), "{key} is said nowhere");
        }
    }

    #[test]
    fn every_text_that_is_said_is_there() {
        let is_there = |key: &str| find(Language::French, key).is_some();
        for source in SOURCES {
            for call in ["say(\"", "say_good(\"", "say_bad(\"", "say_bad_with(\"", "button(ui, \""] {
                for said in source.split(call).skip(1) {
                    let key = said.split('"').next().unwrap();
                    assert!(is_there(key), "there is no text {key}");
                }
            }
            let looks_like_key =
                |text: &&str| text.contains('-') && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            for key in quoted(source).filter(looks_like_key) {
                assert!(is_there(key) || NAMES.contains(&key), "there is no text {key}");
            }
        }
        let of_fields = guichet_client::Field::ALL.into_iter().map(guichet_client::Field::code);
        for key in of_fields.chain(REFUSALS).filter(|key| *key != "email") {
            assert!(is_there(key), "there is no text {key}");
        }
    }

    #[test]
    fn a_day_is_written_as_people_do() {
        let at: Timestamp = "2026-11-02T23:30:00Z".parse().unwrap();
        let paris = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(Language::French.day(at, paris.clone()), "03/11/2026");
        assert_eq!(Language::English.day(at, paris), "3 November 2026");
    }

    #[test]
    fn languages_are_known_by_their_tags() {
        assert_eq!(Language::from_tag("fr_FR.UTF-8"), Some(Language::French));
        assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::from_tag("fro"), None);
        assert_eq!(Language::from_tag("de"), None);
    }
}
