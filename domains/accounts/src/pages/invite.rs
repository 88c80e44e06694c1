//! Inviting people, one or many.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, Check, FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Actor, Choice, ClientAddress, Flash, Form, Gate, Limited, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::members::own_roles;
use super::{again, chosen_roles, role_choices, within};
use crate::model::MOST_AT_ONCE;
use crate::permissions::ManageMembers;
use crate::service::invitations::{self, Invite, InviteRefusal};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InviteForm {
    once: Once,
    emails: String,
    roles: Vec<String>,
    locale: String,
}

impl InviteForm {
    fn read(&self) -> Result<Invite, FieldErrors> {
        let mut check = Check::new();
        let emails = check.field("emails", read_emails(&self.emails));
        let roles = chosen_roles(&self.roles);
        if roles.is_empty() {
            check.fail("roles", InviteRefusal::NoRole);
        }
        let locale = self.locale.parse().unwrap_or_default();
        check.finish(|| Some(Invite { emails: emails?, roles, locale }))
    }
}

/// Addresses between blanks, commas, semicolons and ends of lines; `Name <a@b.fr>`, as mail programs copy it, is read too.
fn read_emails(typed: &str) -> Result<Vec<Email>, Text> {
    let mut emails: Vec<Email> = Vec::new();
    let mut malformed: Vec<String> = Vec::new();
    for entry in typed.split([',', ';', '\n', '\r']) {
        // After a name, the address alone counts.
        let addresses = entry.split_once('<').map_or(entry, |(_, address)| address.trim_end().trim_end_matches('>'));
        for address in addresses.split_whitespace() {
            match Email::parse(address) {
                Ok(email) if emails.contains(&email) => {}
                Ok(email) => emails.push(email),
                Err(_) => malformed.push(address.chars().take(80).collect()),
            }
        }
    }
    if !malformed.is_empty() {
        let number = i64::try_from(malformed.len()).unwrap_or(i64::MAX);
        malformed.truncate(MOST_AT_ONCE);
        let text = Text::new("accounts-invite-malformed").with("n", number);
        return Err(text.with("emails", malformed.join(", ")));
    }
    match emails.len() {
        0 => Err(InviteRefusal::Nobody.into()),
        1..=MOST_AT_ONCE => Ok(emails),
        _ => Err(InviteRefusal::TooMany.into()),
    }
}

/// The form.
#[derive(Template)]
#[template(path = "pages/invite.html")]
pub(crate) struct InviteView {
    errors: FieldErrors,
    form: InviteForm,
    href_list: String,
    roles: Vec<Choice>,
    locales: Vec<Choice>,
}

impl View for InviteView {
    fn title(&self) -> Text {
        Text::new("accounts-invite-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl InviteView {
    fn new(actor: &Actor, account: AccountId, errors: FieldErrors, form: InviteForm) -> InviteView {
        let locales = Locale::ALL.iter().map(|locale| Choice::plain(locale.tag(), locale.endonym())).collect();
        InviteView {
            errors,
            form,
            href_list: within(account, "invitations"),
            roles: role_choices(own_roles(actor)),
            locales,
        }
    }
}

/// `GET /accounts/{account}/invitations/new`
pub(crate) async fn show(gate: Gate<ManageMembers>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let locale = gate.reader(&actor).locale.tag().to_owned();
    let form = InviteForm { once: gate.once(), roles: vec!["user".to_owned()], locale, ..InviteForm::default() };
    Ok(gate.page(&actor, InviteView::new(&actor, account, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/invitations`
pub(crate) async fn submit(
    gate: Gate<ManageMembers>,
    address: ClientAddress,
    Form(form): Form<InviteForm>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let account = gate.account()?;
    let invite = match form.read() {
        Ok(invite) => invite,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return again(&gate, &actor, InviteView::new(&actor, account, errors, form));
        }
    };
    let number = invite.emails.len();
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, actor| invitations::invite(tx, ctx, account, &invite, own_roles(actor)))
        .await?;
    if let Written::Refused(refusal) = written {
        let field = match refusal {
            InviteRefusal::NotYours | InviteRefusal::NoRole => "roles",
            _ => "emails",
        };
        return again(&gate, &actor, InviteView::new(&actor, account, FieldErrors::one(field, refusal), form));
    }
    let said = Text::new("accounts-invited").with("n", i64::try_from(number).unwrap_or(i64::MAX));
    Ok(gate.redirect(&actor, &within(account, "invitations"), Flash::done(said)))
}

#[cfg(test)]
impl InviteView {
    pub(super) fn sample() -> InviteView {
        let form = InviteForm::default();
        let errors = form.read().err().unwrap_or_default();
        InviteView::new(&super::views::admin(), AccountId(1042), errors, form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_paste_them() {
        let read =
            |typed: &str| read_emails(typed).map(|emails| emails.iter().map(Email::to_string).collect::<Vec<_>>());
        assert_eq!(
            read("a@b.fr, c@d.fr;e@f.fr\r\nA@B.fr"),
            Ok(vec!["a@b.fr".into(), "c@d.fr".into(), "e@f.fr".into()])
        );
        assert_eq!(read("Léa Petit <lea@petit.fr>"), Ok(vec!["lea@petit.fr".into()]));
        assert_eq!(read(" \n , ").unwrap_err().key, "accounts-error-missing");
        let wrong = read("nobody a@b.fr, some one").unwrap_err();
        assert_eq!(wrong, Text::new("accounts-invite-malformed").with("n", 3).with("emails", "nobody, some, one"));
        assert_eq!(read("a@b.fr\nnot@an@address").unwrap_err().key, "accounts-invite-malformed");
        let many: String = (0..51).map(|n| format!("a{n}@b.fr ")).collect();
        assert_eq!(read(&many).unwrap_err().key, "accounts-invite-too-many");
    }
}
