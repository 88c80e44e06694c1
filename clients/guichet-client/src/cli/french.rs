//! The help of the command line in French: the same command, with other words.

use clap::{Command, CommandFactory};

use super::args::Cli;
use super::words::Language;

/// Commands: their name and what they do.
const COMMANDS: [(&str, &str); 22] = [
    ("balance", "Ce qui reste"),
    ("use", "Utilise une fonctionnalité"),
    ("hold", "Réserve des crédits pour une fonctionnalité"),
    ("capture", "Utilise une réservation : en entier sauf indication contraire"),
    ("release", "Rend une réservation"),
    ("lease", "Emporte des crédits, à dépenser hors connexion"),
    ("spend", "Dépense des crédits emportés, hors connexion"),
    ("settle", "Déclare au serveur ce qui a été dépensé ; le reste revient"),
    ("operations", "L’historique, le plus récent d’abord"),
    ("account", "Le lien de ce poste avec un compte"),
    ("create", "Crée un compte avec une adresse : un e-mail apporte un code, demandé avec un mot de passe"),
    ("link", "Lie ce poste, avec le numéro du compte et son code personnel"),
    ("show", "Le compte auquel ce poste est lié"),
    ("heartbeat", "Signale que ce poste est en service"),
    ("details", "Ce que le compte indique : nom, adresse, téléphone…"),
    ("edit", "Modifie ce que le compte indique, avec le mot de passe d’un de ses administrateurs"),
    ("portal", "Un lien qui ouvre l’espace client, connecté, une seule fois et en moins d’une minute"),
    ("forgotten-password", "Fait envoyer au contact du compte un lien pour un nouveau mot de passe"),
    ("unlink", "Dissocie ce poste"),
    ("forgotten", "Fait envoyer au compte un lien pour un nouveau code personnel"),
    ("verify", "Vérifie un relevé signé, hors connexion"),
    ("help", "Affiche cette aide, ou celle d’une commande"),
];

/// Arguments: command (none: all), name, meaning.
const ARGUMENTS: [(&str, &str, &str); 56] = [
    ("", "config", "Un fichier avec `url` et `key` ; GUICHET_URL et GUICHET_KEY l’emportent"),
    ("", "journal", "Le journal des dépenses hors connexion ; à défaut GUICHET_JOURNAL"),
    ("", "json", "Répond en JSON"),
    ("", "lang", "fr ou en ; à défaut LC_ALL, LC_MESSAGES ou LANG"),
    ("", "feature", "Une fonctionnalité du tarif"),
    ("", "quantity", "Combien"),
    ("", "amount", "Combien de crédits ; le tarif le dit, sauf si la clé d’API le peut"),
    ("", "reference", "Ce qui est produit"),
    ("", "member", "L’adresse du membre qui l’utilise"),
    ("", "key", "La clé d’un essai précédent, pour le répéter"),
    ("", "machine", "Le poste de travail"),
    ("", "machine_file", "Le fichier du lien du poste ; à défaut GUICHET_MACHINE"),
    ("", "account", "Le numéro du compte : C-1042"),
    ("", "application_version", "La version du logiciel"),
    ("link", "code", "Le code personnel ; à défaut GUICHET_PERSONAL_CODE, ou demandé"),
    ("create", "email", "L’adresse"),
    ("create", "first_name", "Le prénom"),
    ("create", "surname", "Le nom"),
    ("create", "company", "Le nom de l’entreprise"),
    ("", "name", "Le nom du poste ; à défaut son nom dans le réseau"),
    ("", "system", "Son système"),
    ("", "application", "Le logiciel qui demande"),
    ("", "login", "L’adresse avec laquelle on se connecte ; le mot de passe est demandé, ou dans GUICHET_PASSWORD"),
    ("", "second_factor", "Un code de validation en deux étapes ; demandé s’il en faut un"),
    ("edit", "company", "Le nom de l’entreprise"),
    ("edit", "surname", "Le nom du contact du compte"),
    ("edit", "first_name", "Son prénom"),
    ("edit", "line1", "Numéro et rue"),
    ("edit", "line2", "Bâtiment, boîte postale"),
    ("edit", "postal_code", "Code postal"),
    ("edit", "town", "Ville"),
    ("edit", "country", "Pays : FR"),
    ("edit", "email", "Où va le courrier du compte"),
    ("edit", "phone", "Téléphone"),
    ("edit", "ape", "Code APE : 71.12B"),
    ("edit", "siren", "Numéro SIREN"),
    ("edit", "foreign_number", "Numéro au registre d’un autre pays"),
    ("edit", "vat_number", "Numéro de TVA"),
    ("link", "replaces", "Le poste dissocié pour faire place à celui-ci"),
    ("heartbeat", "application_version", "La version du logiciel, si elle a pu changer"),
    ("hold", "seconds", "Pour combien de secondes : 60 à 86400"),
    ("capture", "hold", "La réservation"),
    ("capture", "reference", "Ce qui a été produit"),
    ("release", "hold", "La réservation"),
    ("lease", "amount", "Combien de crédits"),
    ("lease", "seconds", "Pour combien de secondes : 3600 à 604800"),
    ("settle", "charge", "Débite chaque utilisation séparément : si le délai est passé ou si le serveur refuse"),
    ("operations", "kind", "usage, grant, purchase, expiry ou correction"),
    ("operations", "from", "À partir de ce jour ou de ce moment : 2026-11-21"),
    ("operations", "to", "Jusqu'à ce jour, ou avant ce moment"),
    ("operations", "member", "L’adresse du membre qui l’a utilisé"),
    ("operations", "limit", "Combien au plus"),
    ("verify", "file", "Le relevé"),
    ("verify", "key", "La clé publique de l’éditeur, en Base64"),
    ("", "help", "Affiche l’aide"),
    ("", "version", "Affiche la version"),
];

const TEMPLATE: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}";

/// The command in this language.
pub(super) fn command(language: Language) -> Command {
    let mut command = Cli::command();
    command.build();
    match language {
        Language::English => command,
        Language::French => {
            let command = command
                .about("Les crédits d’un compte client : solde, utilisations, réservations ; et le lien de ce poste");
            translated(command, "")
        }
    }
}

fn translated(command: Command, name: &str) -> Command {
    let heading = |positional| if positional { "Arguments\u{A0}" } else { "Options\u{A0}" };
    let mut command = command.help_template(spaced(TEMPLATE)).subcommand_help_heading("Commandes\u{A0}");
    command = command.mut_args(|argument| {
        let id = argument.get_id().as_str();
        let own = ARGUMENTS.iter().find(|(of, known, _)| *of == name && *known == id);
        let found = own.or_else(|| ARGUMENTS.iter().find(|(of, known, _)| of.is_empty() && *known == id));
        let heading = heading(argument.is_positional());
        match found {
            Some((_, _, meaning)) => argument.help(spaced(meaning)).help_heading(heading),
            None => argument,
        }
    });
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let meaning = COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| spaced(meaning));
        let sub = if name == "help" { sub } else { translated(sub, &name) };
        match meaning {
            Some(meaning) => sub.about(meaning),
            None => sub,
        }
    })
}

/// French puts a space before these signs where no line is broken.
pub(super) fn spaced(text: &str) -> String {
    text.replace(" :", "\u{A0}:").replace(" ;", "\u{202F};").replace(" ?", "\u{202F}?").replace(" !", "\u{202F}!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent_in_each_language() {
        for language in [Language::English, Language::French] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn everything_is_said_in_french() {
        let (english, french) = (command(Language::English), command(Language::French));
        let texts = |command: &Command| -> Vec<(String, String)> {
            let mut texts = Vec::new();
            for sub in command.get_subcommands().chain([command]) {
                let name = sub.get_name().to_owned();
                texts.push((name.clone(), sub.get_about().map(ToString::to_string).unwrap_or_default()));
                for argument in sub.get_arguments() {
                    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                    texts.push((format!("{name} {}", argument.get_id()), help));
                }
            }
            texts
        };
        let same_in_both = ["help"];
        for (one, other) in texts(&english).into_iter().zip(texts(&french)) {
            assert_eq!(one.0, other.0);
            let exempt = same_in_both.iter().any(|name| one.0.starts_with(name));
            assert!(exempt || (one.1 != other.1 && !other.1.is_empty()), "{}: {}", one.0, other.1);
        }
    }
}
