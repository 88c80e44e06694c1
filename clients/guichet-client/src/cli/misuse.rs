//! What is wrong with the words of a command, in French. In English clap says it itself.

use std::error::Error as _;
use std::num::ParseIntError;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::french::spaced;
use crate::KeyError;

/// The sentence, with where to find help.
pub(super) fn in_french(error: &Error) -> String {
    // Asked for nothing: the help, which is in French already.
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return error.to_string();
    }
    let told = |kind| error.get(kind).map(text).unwrap_or_default();
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let sentence = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` demande une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("`{value}` n’est pas accepté pour `{argument}` : {}", reason(error))
        }
        ErrorKind::UnknownArgument => format!("`{argument}` n’est pas connu"),
        ErrorKind::InvalidSubcommand => {
            format!("`{}` n’est pas une commande", told(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("`{argument}` et `{}` ne vont pas ensemble", told(ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => "un argument n’est pas du texte".to_owned(),
        _ => "la commande n’est pas comprise".to_owned(),
    };
    spaced(&format!("guichet-client: {sentence}\nAide : guichet-client --help\n"))
}

fn reason(error: &Error) -> String {
    let valid = error.get(ContextKind::ValidValue).map(text).filter(|values| !values.is_empty());
    if let Some(values) = valid {
        return format!("au choix {values}");
    }
    let is = |source: &(dyn std::error::Error + 'static)| {
        if source.is::<credit_statement::KeyError>() {
            "une clé publique est écrite en Base64 et fait 32 octets"
        } else if source.is::<KeyError>() {
            "une clé de répétition a 1 à 255 caractères ASCII visibles"
        } else if source.is::<ParseIntError>() {
            "ce n’est pas un nombre entier"
        } else {
            "ce n’est pas ce qui est attendu"
        }
    };
    error.source().map_or("ce n’est pas ce qui est attendu", is).to_owned()
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
