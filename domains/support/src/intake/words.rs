//! What whoever wrote a mail is told to do, in both languages and plain letters: it goes through servers that know no others.

use kit_mail_in::{Unreadable, Verdict};

use super::Intake;
use crate::service::{CaseRefusal, MailRefusal};

/// Not now: the mail server comes again.
pub(super) fn later() -> Verdict {
    Verdict::Later("The service cannot take it just now: come again".to_owned())
}

impl Intake {
    fn never(&self, french: &str, english: &str) -> Verdict {
        let url = self.app.public_url.to("/");
        Verdict::Never(format!("{french} {english} {url}"))
    }

    pub(super) fn unknown(&self) -> Verdict {
        self.never(
            "Cette adresse ne prend pas de message : ecrivez dans votre compte client.",
            "This address takes no message: write in your customer account.",
        )
    }

    pub(super) fn empty(&self) -> Verdict {
        self.never(
            "Votre message est vide : ecrivez au-dessus du texte cite, ou dans votre compte client.",
            "Your message is empty: write above the quoted text, or in your customer account.",
        )
    }

    pub(super) fn not_read(&self, why: Unreadable) -> Verdict {
        match why {
            Unreadable::NoMail | Unreadable::Broken => self.never(
                "Ce message est illisible : ecrivez dans votre compte client.",
                "This message cannot be read: write in your customer account.",
            ),
            Unreadable::TooDeep | Unreadable::TooManyParts | Unreadable::TooManyFields => self.never(
                "Ce message est fait de trop de parties : envoyez-le plus simple, ou ecrivez dans votre compte client.",
                "This message is made of too many parts: send a simpler one, or write in your customer account.",
            ),
        }
    }

    pub(super) fn refused(&self, refusal: MailRefusal) -> Verdict {
        match refusal {
            MailRefusal::Again => Verdict::Taken,
            MailRefusal::Case(CaseRefusal::TooLate) => self.never(
                "Ce dossier est clos depuis trop longtemps : ouvrez une nouvelle demande dans votre compte client.",
                "This case was closed too long ago: open a new request in your customer account.",
            ),
            MailRefusal::Case(CaseRefusal::NoRoom) => self.never(
                "Vos fichiers occupent toute la place prevue : ecrivez sans fichier.",
                "Your files fill the room that there is: write without files.",
            ),
            MailRefusal::TooMany | MailRefusal::Case(CaseRefusal::TooManyMessages) => self.never(
                "Trop de messages sont venus de cette adresse aujourd'hui : ecrivez demain, ou dans votre compte client.",
                "Too many messages came from this address today: write tomorrow, or in your customer account.",
            ),
            MailRefusal::Nobody | MailRefusal::Case(_) => self.unknown(),
        }
    }
}
