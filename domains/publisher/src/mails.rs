//! Mail for all domains: enqueued with the change that causes it, put into words and sent by a job.

use kit_core::{Context, Id, LinkPurpose, Locale, PersonId, Text};
use kit_db::{DbError, Tx};
use kit_i18n::Reader;
use kit_jobs::{Job, JobError};
use kit_mail::{Email, Mail, MailId, MailKind, MailValue, Rendered, SendError, TemplateError, Thread, render};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::model::reply::ReplyTo;
use crate::model::settings::Settings;
use crate::service::mail_texts::{MailText, mail_text};
use crate::service::settings::settings;

/// The value that is the publisher's name, as it is when the mail is caused.
const PUBLISHER: &str = "publisher";

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Which one.
    pub kind: &'static MailKind,
    /// To whom.
    pub to: Email,
    /// In which language.
    pub locale: Locale,
    /// The values of its text, but for `link`, `home` (the address of this installation) and `publisher` (its name), which every
    /// mail may use.
    pub values: Vec<(&'static str, MailValue)>,
    /// Its own link, for the value `link`.
    pub link: Option<MailLink>,
}

/// A link that only the receiver knows, or a code to be typed. Both are made when the mail is, and never stored: the values `link` and `code`.
#[derive(Debug, Clone, Copy)]
pub struct MailLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The row that says whether it still works.
    pub id: i64,
    /// The page, `/reset`: the link is `{path}/{id}.{token}`.
    pub path: &'static str,
}

/// Sends a mail once this transaction is committed.
///
/// # Errors
/// The database refuses.
pub fn send(tx: &mut Tx<'_>, ctx: &Context, mail: Outgoing) -> Result<(), DbError> {
    enqueue(tx, ctx, mail, None, None)
}

/// Sends a mail that its receiver can turn off, as [`send`]; `choices` is the path of the page for it.
///
/// # Errors
/// The database refuses.
pub fn send_optional(tx: &mut Tx<'_>, ctx: &Context, mail: Outgoing, choices: String) -> Result<(), DbError> {
    enqueue(tx, ctx, mail, Some(choices), None)
}

/// What a mail is about, of which there are several.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct About {
    /// What kind of thing: `case`.
    pub topic: String,
    /// Which one.
    pub row: i64,
    /// As whom its receiver answers by mail: a sign of the domain's own, and the person. None: by mail he or she cannot.
    pub answers: Option<(char, PersonId)>,
}

/// Sends a mail about one of several things, as [`send`]: mail programs put them side by side, and where the installation takes
/// mail in, an answer comes back to a [`ReplyTo`].
///
/// # Errors
/// The database refuses.
pub fn send_about(tx: &mut Tx<'_>, ctx: &Context, mail: Outgoing, about: About) -> Result<(), DbError> {
    enqueue(tx, ctx, mail, None, Some(about))
}

fn enqueue(
    tx: &mut Tx<'_>,
    ctx: &Context,
    mail: Outgoing,
    choices: Option<String>,
    about: Option<About>,
) -> Result<(), DbError> {
    let Outgoing { kind, to, locale, values, link } = mail;
    let mut values: Vec<(String, MailValue)> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if kind.variables.iter().any(|(name, _)| *name == PUBLISHER) {
        values.push((PUBLISHER.to_owned(), settings(tx)?.identity.name.into()));
    }
    let link = link.map(|link| Link { purpose: link.purpose.0.to_owned(), id: link.id, path: link.path.to_owned() });
    let id = MailId::random(&ctx.random);
    kit_jobs::enqueue(tx, ctx, &SendMail { id, kind: kind.key.to_owned(), to, locale, values, link, choices, about })
}

/// A mail on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SendMail {
    id: MailId,
    kind: String,
    to: Email,
    locale: Locale,
    values: Vec<(String, MailValue)>,
    link: Option<Link>,
    #[serde(default)]
    choices: Option<String>,
    #[serde(default)]
    about: Option<About>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Link {
    purpose: String,
    id: i64,
    path: String,
}

impl Job for SendMail {
    const KIND: &'static str = "publisher.send_mail";
}

/// The mail as it would arrive, but for its link: for whoever decides whether it is sent.
///
/// # Errors
/// The text cannot be a text of this mail.
pub fn preview(app: &App, settings: &Settings, text: &MailText, mail: &Outgoing) -> Result<Rendered, TemplateError> {
    let public_url = app.public_url.to("");
    let reader = reader(app, settings, mail.locale);
    let mut values: Vec<(&str, String)> = mail.values.iter().map(|(name, value)| (*name, value.say(&reader))).collect();
    values.push(("home", public_url.clone()));
    values.push((PUBLISHER, settings.identity.name.clone()));
    render(&text.text, &values, &settings.mail_look(&public_url), mail.locale)
}

/// What puts the values of a mail into words.
fn reader(app: &App, settings: &Settings, locale: Locale) -> Reader {
    app.reader(locale, &settings.identity.time_zone)
}

/// Puts a mail into words and hands it over.
pub(crate) async fn deliver(app: App, job: SendMail) -> Result<(), JobError> {
    let kind = app.mails.iter().copied().find(|kind| kind.key == job.kind);
    let kind = kind.ok_or_else(|| JobError::give_up(format!("there is no mail {}", job.kind)))?;
    let locale = job.locale;
    let (settings, text) =
        app.db.read::<_, DbError, _>(move |read| Ok((settings(read)?, mail_text(read, kind, locale)?))).await?;
    let mail = compose(&app, &job, kind, &settings, &text)?;
    app.mail.send(&mail).await.map_err(|error| match error {
        SendError::Later(_) => JobError::retry(error),
        SendError::Refused(_) => JobError::give_up(error),
    })
}

fn compose(app: &App, job: &SendMail, kind: &MailKind, settings: &Settings, text: &MailText) -> Result<Mail, JobError> {
    let reader = reader(app, settings, job.locale);
    let mut values: Vec<(&str, String)> =
        job.values.iter().map(|(name, value)| (name.as_str(), value.say(&reader))).collect();
    if let Some(link) = &job.link {
        let token = app.keys.link_named(&link.purpose, link.id, job.to.as_str());
        let id = Id::<()>::from_raw(link.id);
        // A mail shows the one or the other.
        values.push(("code", app.keys.code_named(&link.purpose, link.id, job.to.as_str()).reveal()));
        values.push(("link", app.public_url.to(&format!("{}/{id}.{}", link.path, token.reveal()))));
    }
    let public_url = app.public_url.to("");
    values.push(("home", public_url.clone()));
    let mut look = settings.mail_look(&public_url);
    let thread = job.about.as_ref().map(|about| thread(app, about, &job.to));
    let is_answered = thread.as_ref().is_some_and(|thread| thread.reply_to.is_some());
    look.above = is_answered.then(|| reader.text(&Text::new("publisher-reply-above")).into_owned());
    let made = render(&text.text, &values, &look, job.locale)
        .or_else(|error| own_text_failed(text, error, || render(kind.text(job.locale), &values, &look, job.locale)));
    let host = public_url.rsplit('/').next().and_then(|host| host.split(':').next()).unwrap_or_default();
    let from = settings.sender(host).ok_or_else(|| JobError::give_up("there is no address to send from"))?;
    let content = made.map_err(JobError::give_up)?;
    let choices = job.choices.as_deref().map(|path| app.public_url.to(path));
    Ok(Mail { id: job.id, at: app.clock.now(), from, to: job.to.clone(), content, thread, choices })
}

/// The address of the answer is sealed when the mail is made, so that the queue never holds it.
fn thread(app: &App, about: &About, reader: &Email) -> Thread {
    let reply_to = about.answers.zip(app.reply_address.as_ref()).and_then(|((side, person), base)| {
        ReplyTo { side, row: about.row, person }.address(&app.keys, base, reader, app.clock.now())
    });
    Thread { topic: format!("{}.{}", about.topic, about.row), reply_to, mark: app.public_url.to("") }
}

/// A text written for the version before may use a value that is no more: the program's own text goes out then.
fn own_text_failed<T>(
    text: &MailText,
    error: TemplateError,
    otherwise: impl FnOnce() -> Result<T, TemplateError>,
) -> Result<T, TemplateError> {
    if !text.own {
        return Err(error);
    }
    tracing::error!(%error, "the publisher's own text of a mail cannot be used");
    otherwise()
}
