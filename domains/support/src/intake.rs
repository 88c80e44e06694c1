//! The desk at which mails come in: to whom, what they say, what their server is told.

use std::sync::Arc;

use kit_core::{Author, Locale, Text};
use kit_db::{DbError, Failed, Lock};
use kit_files::{Deposit, Draft, Kept};
use kit_mail::{Email, MailId};
use kit_mail_in::{Attached, Desk, Letter, Unreadable, Verdict};
use kit_web::App;
use publisher::ReplyTo;
use sha2::{Digest, Sha256};

use crate::model::{CaseNumber, LONGEST_MESSAGE, MOST_FILES, Settings};
use crate::service::{self, CaseRefusal, MailRefusal, MailSide, Mailed};

/// Takes answers to mails about cases.
#[derive(Clone)]
pub struct Intake {
    app: App,
    base: Email,
}

/// Whom a mail is for.
#[derive(Debug, Clone, Copy)]
struct To {
    side: MailSide,
    reply: ReplyTo,
}

impl Intake {
    /// The desk of a program that takes mail in; none where it has no address for it.
    pub fn of(app: &App) -> Option<Intake> {
        Some(Intake { app: app.clone(), base: app.reply_address.clone()? })
    }

    fn to(&self, recipient: &str) -> Option<To> {
        let reply = ReplyTo::read(&self.app.keys, &self.base, recipient)?;
        Some(To { side: MailSide::from_sign(reply.side)?, reply })
    }

    /// What whoever wrote is told to do, in both languages and plain letters: it goes through servers that know no others.
    fn never(&self, french: &str, english: &str) -> Verdict {
        let url = self.app.public_url.to("/");
        Verdict::Never(format!("{french} {english} {url}"))
    }

    fn unknown(&self) -> Verdict {
        self.never(
            "Cette adresse ne prend pas de message : ecrivez dans votre compte client.",
            "This address takes no message: write in your customer account.",
        )
    }

    async fn land(&self, to: To, letter: &Letter) -> Result<Verdict, DbError> {
        let person = to.reply.person;
        let read = move |read: &mut kit_db::Read<'_>| {
            let known = people::service::person(read, person)?;
            let locale = known.map_or(Locale::default(), |person| person.locale);
            let host = publisher::settings(read)?.mail.email.map(|email| email.domain().to_owned());
            Ok::<_, DbError>((service::settings(read)?, locale, host))
        };
        let (settings, locale, host) = self.app.db.read(read).await?;
        if self.is_own(letter, host.as_deref()) {
            tracing::warn!(case = to.reply.row, "a mail of our own came back and was dropped");
            return Ok(Verdict::Taken);
        }
        let is_automatic = letter.automatic.is_some();
        // The files of machines are not kept.
        let files = if is_automatic { &[][..] } else { &letter.files };
        let (deposit, left_out) = match self.keep(files, &settings).await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::error!(%error, "the files of a mail cannot be kept");
                return Ok(later());
            }
        };
        let kept = deposit.files();
        let reader = self.app.reader(locale, "Europe/Paris");
        let left_out = left_out
            .iter()
            .map(|name| reader.text(&Text::new("support-mail-left-out").with("name", name.as_str())).into_owned());
        let Some(body) = body(letter, &kept, left_out.collect()) else {
            return Ok(self.never(
                "Votre message est vide : ecrivez au-dessus du texte cite, ou dans votre compte client.",
                "Your message is empty: write above the quoted text, or in your customer account.",
            ));
        };
        let mail = Mailed {
            digest: digest(letter, to.reply),
            side: to.side,
            person,
            number: CaseNumber::from_raw(to.reply.row),
            sender: letter.from.clone().unwrap_or_default(),
            is_automatic,
            body,
            files: kept,
        };
        let author = match to.side {
            MailSide::Customer => Author::Person(person),
            MailSide::Staff => Author::Staff(person),
        };
        let ctx = self.app.context(author);
        let landing = self.app.db.write(Lock::None, move |tx| service::land(tx, &ctx, &mail));
        let is_not_spoken_of =
            |landed: &Result<_, Failed<MailRefusal>>| !matches!(landed, Ok(_) | Err(Failed::Db(DbError::Unknown)));
        let landed = deposit.settled(landing, is_not_spoken_of).await;
        match landed {
            Ok(landed) => {
                tracing::info!(?landed, "a mail came in");
                Ok(Verdict::Taken)
            }
            Err(Failed::Refused(refusal)) => Ok(self.refused(refusal)),
            Err(Failed::Db(error)) => Err(error),
        }
    }

    fn refused(&self, refusal: MailRefusal) -> Verdict {
        match refusal {
            MailRefusal::Again => Verdict::Taken,
            MailRefusal::Case(CaseRefusal::TooLate) => self.never(
                "Ce dossier est clos depuis trop longtemps : ouvrez une nouvelle demande dans votre compte client.",
                "This case was closed too long ago: open a new request in your customer account.",
            ),
            MailRefusal::Case(CaseRefusal::NoRoom) => self.never(
                "Les fichiers de votre compte occupent toute la place prevue : ecrivez sans fichier.",
                "The files of your account fill the room that there is: write without files.",
            ),
            MailRefusal::TooMany => self.never(
                "Trop de messages sont venus de cette adresse aujourd'hui : ecrivez dans votre compte client.",
                "Too many messages came from this address today: write in your customer account.",
            ),
            MailRefusal::Nobody | MailRefusal::Case(_) => self.unknown(),
        }
    }

    /// Whether a mail is one that this installation sent.
    fn is_own(&self, letter: &Letter, host: Option<&str>) -> bool {
        let mark = self.app.public_url.to("");
        let is_ours = |id: &str| {
            id.split_once('@').is_some_and(|(id, domain)| id.parse::<MailId>().is_ok() && Some(domain) == host)
        };
        letter.loops.contains(&mark) || letter.id.as_deref().is_some_and(is_ours)
    }

    /// Keeps the files that the publisher takes; answers the names of the others beside them.
    async fn keep(
        &self,
        files: &[Attached],
        settings: &Settings,
    ) -> Result<(Deposit, Vec<String>), kit_files::FileError> {
        let (store, kinds) = (&self.app.files, settings.kinds());
        let (mut drafts, mut left_out) = (Vec::new(), Vec::new());
        for file in files {
            let is_room = store.are_kept() && drafts.len() < MOST_FILES;
            if !is_room || file.bytes.len() as u64 > settings.largest_file() {
                left_out.push(kit_files::clean_name(&file.name));
                continue;
            }
            let mut draft: Draft = store.begin(&self.app.random, &file.name).await?;
            draft.write(&file.bytes).await?;
            if kinds.contains(&draft.sniffed().kind) {
                draft.hand_over().await?;
                drafts.push(draft);
            } else {
                left_out.push(draft.name().to_owned());
            }
        }
        Ok((Deposit::of(store, drafts).await?, left_out))
    }
}

impl Desk for Intake {
    async fn knows(&self, recipient: &str) -> Verdict {
        match self.to(recipient) {
            Some(_) => Verdict::Taken,
            None => self.unknown(),
        }
    }

    async fn take(&self, recipient: &str, letter: Arc<Letter>) -> Verdict {
        let Some(to) = self.to(recipient) else { return self.unknown() };
        match self.land(to, &letter).await {
            Ok(verdict) => verdict,
            Err(error) => {
                tracing::warn!(%error, "a mail could not be taken now");
                later()
            }
        }
    }

    fn unreadable(&self, why: Unreadable) -> Verdict {
        tracing::info!(%why, "a mail was not read");
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
}

fn later() -> Verdict {
    Verdict::Later("The service cannot take it just now: come again".to_owned())
}

/// What is kept of the text; nothing where there is neither text nor file.
fn body(letter: &Letter, kept: &[Kept], left_out: Vec<String>) -> Option<String> {
    let mut body: String = letter.answer.chars().take(LONGEST_MESSAGE - 2_000).collect();
    if body.len() < letter.answer.len() {
        body.push('…');
    }
    if body.is_empty() && letter.automatic.is_some() {
        body = letter.subject.clone();
    }
    if body.is_empty() && !kept.is_empty() {
        let names: Vec<&str> = kept.iter().map(|file| file.name.as_str()).collect();
        body = format!("[{}]", names.join("] ["));
    }
    if !left_out.is_empty() {
        let left_out: String = left_out.join("\n").chars().take(1_500).collect();
        body = format!("{body}\n\n{left_out}");
    }
    let body = body.trim();
    // A machine may say nothing at all; a person who does has to hear of it.
    match (body.is_empty(), letter.automatic.is_some()) {
        (true, true) => Some("–".to_owned()),
        (true, false) => None,
        (false, _) => Some(body.to_owned()),
    }
}

/// By which a mail is known again, for whom it came to. One without an id is known by what it says.
fn digest(letter: &Letter, to: ReplyTo) -> [u8; 32] {
    let mut hash = Sha256::new();
    match &letter.id {
        Some(id) => hash.update(format!("id {id}")),
        None => {
            hash.update(format!("text {:?} {} {}", letter.from, letter.subject, letter.answer));
            letter.files.iter().for_each(|file| hash.update(&file.bytes));
        }
    }
    hash.update(format!("{} {} {}", to.side, to.row, to.person));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(answer: &str) -> Letter {
        let id = Some("a@b.fr".to_owned());
        Letter {
            id,
            from: None,
            subject: "Absent".into(),
            answer: answer.into(),
            automatic: None,
            loops: Vec::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn nothing_is_nothing_unless_a_machine_says_it() {
        assert_eq!(body(&letter(""), &[], Vec::new()), None);
        let machine = Letter { automatic: Some(kit_mail_in::Automatic::Answer), ..letter("") };
        assert_eq!(body(&machine, &[], Vec::new()).as_deref(), Some("Absent"));
        let left_out = body(&letter("x"), &[], vec!["y".repeat(3_000)]).unwrap();
        assert!(left_out.starts_with("x\n\ny") && left_out.chars().count() < 2_000);
        let long = body(&letter(&"é".repeat(LONGEST_MESSAGE)), &[], vec!["y".repeat(3_000)]).unwrap();
        assert!(long.chars().count() <= LONGEST_MESSAGE);
    }

    #[test]
    fn a_mail_is_known_again_for_one_person_in_one_case() {
        let to = ReplyTo { side: 'c', row: 1, person: kit_core::PersonId::from_raw(1) };
        let once = digest(&letter("x"), to);
        assert_eq!(digest(&letter("y"), to), once, "its id says which it is");
        assert_ne!(digest(&letter("x"), ReplyTo { row: 2, ..to }), once);
        assert_ne!(digest(&letter("x"), ReplyTo { side: 's', ..to }), once);
        let without = |answer| digest(&Letter { id: None, ..letter(answer) }, to);
        assert_ne!(without("x"), without("y"));
    }
}
