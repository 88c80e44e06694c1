//! An account is asked for from a machine, with an address alone.

use accounts::model::text;
use accounts::service::by_code::{self, Applicant, CODE_LIFE};
use accounts::service::sign_up::SignUpClosed;
use axum::Json as Answer;
use axum::http::StatusCode;
use jiff::Timestamp;
use kit_core::Locale;
use kit_mail::Email;
use kit_web::{Anyone, ClientAddress, Errors, Gate, Json, Limited, Problem, Wrong};
use people::{NameError, NamePart, PersonName};
use serde::Deserialize;
use utoipa::ToSchema;

use super::problems;
use super::views::{ProblemView, SignUpView};

/// The longest name of a company.
const LONGEST_COMPANY: usize = 160;
/// The longest first name or surname.
const LONGEST_PART: i64 = 80;

/// Who wants an account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSignUp)]
pub(crate) struct SignUpBody {
    /// The address that the code is mailed to; the login, and the account's administration address at first.
    #[schema(max_length = 254, example = "a@b.fr")]
    email: String,
    /// The language of mails: `fr` or `en`.
    #[schema(max_length = 5, example = "fr")]
    language: Option<String>,
    /// First name, where the application knows it; with `surname`.
    #[schema(min_length = 1, max_length = 80)]
    first_name: Option<String>,
    /// Surname.
    #[schema(min_length = 1, max_length = 80)]
    surname: Option<String>,
    /// The company's name, where the application knows it.
    #[schema(min_length = 1, max_length = 160)]
    company: Option<String>,
}

/// Ask for an account
///
/// Mails a code, which is typed within the hour. The answer is the same whether the address has a login or not: then the mail says
/// so, and brings no code. At most three mails a day leave for one address by requests of one network, ten by all.
#[utoipa::path(
    post,
    path = "/api/v1/sign-ups",
    operation_id = "createSignUp",
    tag = "machines",
    security(()),
    request_body = SignUpBody,
    responses(
        (status = 202, description = "A mail is on its way, to this address", body = SignUpView),
        (status = 400, description = "The body cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Nobody can sign up now", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Json(body): Json<SignUpBody>,
) -> Result<(StatusCode, Answer<SignUpView>), Problem> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let applicant = body.read(gate.locale(), address)?;
    let now = gate.now();
    let (_, begun) = gate.write_with(accounts::LOGINS, move |tx, ctx, _| by_code::begin(tx, ctx, &applicant)).await?;
    let id = begun.map_err(|SignUpClosed| problems::closed())?;
    let expires_at = now.saturating_add(CODE_LIFE).unwrap_or(Timestamp::MAX).to_string();
    Ok((StatusCode::ACCEPTED, Answer(SignUpView { id: id.to_string(), expires_at })))
}

impl SignUpBody {
    fn read(&self, asked: Locale, address: ClientAddress) -> Result<Applicant, Problem> {
        let mut errors = Errors::default();
        let email = errors.field("email", Email::parse(&self.email).map_err(|_| Wrong::email()));
        let locale = self.language.as_deref().map_or(Ok(asked), str::parse::<Locale>);
        let locale = errors.field("language", locale.map_err(|_| Wrong::unknown("neither fr nor en")));
        let name = match (&self.first_name, &self.surname) {
            (None, None) => Some(None),
            (first, surname) => {
                let part = |part: &Option<String>| {
                    NamePart::parse(part.as_deref().unwrap_or_default()).map_err(|error| match error {
                        NameError::Missing => Wrong::missing(error.to_string()),
                        NameError::TooLong => Wrong::too_long(LONGEST_PART, error.to_string()),
                        NameError::Malformed => Wrong::character(error.to_string()),
                    })
                };
                let (first, surname) =
                    (errors.field("first_name", part(first)), errors.field("surname", part(surname)));
                first.zip(surname).map(|(first, surname)| Some(PersonName { first, surname }))
            }
        };
        let company = self.company.as_deref().map(|typed| text::name(typed, LONGEST_COMPANY)).transpose();
        let company = errors.field("company", company.map_err(|_| Wrong::character("no name of a company")));
        let from = address.network();
        errors.finish(|| Some(Applicant { email: email?, locale: locale?, name: name?, company: company?, from }))
    }
}
