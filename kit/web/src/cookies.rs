//! Cookies and keys in headers: read with care, written with the attributes that keep them at home.

use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, HeaderValue, header};
use kit_core::{Locale, Text, Token};

use crate::access::Credential;
use crate::components::Tone;
use crate::error::WebError;
use crate::layout::Flash;

/// What the token of a machine begins with, so that people and secret scanners recognise one.
pub const MACHINE_PREFIX: &str = "gm_";

const LOCALE: &str = "guichet_locale";
/// What a message may take of a cookie, in bytes.
const FLASH_LENGTH: usize = 1_000;

/// The name of the session's cookie. Over https the prefix keeps other hosts of the domain from setting it (RFC 6265bis).
fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-guichet_session" } else { "guichet_session" }
}

/// The name of the message's cookie, kept from other hosts as well: they would speak in our name.
fn flash_name(secure: bool) -> &'static str {
    if secure { "__Host-guichet_flash" } else { "guichet_flash" }
}

/// The cookie that signs a browser in for `seconds`.
pub fn session(token: &Token, seconds: i64, secure: bool) -> HeaderValue {
    own_cookie(session_name(secure), &token.reveal(), seconds, secure)
}

/// The cookie that signs a browser out.
pub fn no_session(secure: bool) -> HeaderValue {
    own_cookie(session_name(secure), "", 0, secure)
}

/// The cookie that remembers a visitor's language for a year.
pub fn locale(locale: Locale, secure: bool) -> HeaderValue {
    own_cookie(LOCALE, locale.tag(), 365 * 24 * 3600, secure)
}

/// A cookie of this site only, unseen by scripts. `value` is ASCII without separators: what other values hold is dropped.
pub fn own_cookie(name: &str, value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("guichet_none=; Max-Age=0"))
}

/// The value of a cookie that the browser sent.
pub fn value_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

pub(crate) fn session_of(headers: &HeaderMap, secure: bool) -> Credential {
    let token = value_of(headers, session_name(secure)).and_then(Token::parse);
    token.map_or(Credential::None, |token| Credential::Session(token.hash()))
}

/// `Authorization: Bearer gk_…`: the key of a program.
pub(crate) fn key_of(headers: &HeaderMap) -> Result<Credential, WebError> {
    Ok(bearer(headers, "gk_")?.map_or(Credential::None, |token| Credential::Key(token.hash())))
}

/// `Authorization: Bearer gm_…`: the token of a machine.
pub(crate) fn machine_of(headers: &HeaderMap) -> Result<Credential, WebError> {
    Ok(bearer(headers, MACHINE_PREFIX)?.map_or(Credential::None, |token| Credential::Machine(token.hash())))
}

/// `Authorization: Bearer` and a token that begins with `prefix` (RFC 6750); anything else in that header is refused.
fn bearer(headers: &HeaderMap, prefix: &str) -> Result<Option<Token>, WebError> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let Some(authorization) = sent.next() else { return Ok(None) };
    // Of two, a proxy before us may have read the other one.
    if sent.next().is_some() {
        return Err(WebError::Unauthorized);
    }
    let text = authorization.to_str().map_err(|_| WebError::Unauthorized)?;
    let (scheme, key) = text.split_once(' ').ok_or(WebError::Unauthorized)?;
    let token = key.trim().strip_prefix(prefix).and_then(Token::parse);
    token.filter(|_| scheme.eq_ignore_ascii_case("bearer")).map(Some).ok_or(WebError::Unauthorized)
}

pub(crate) fn locale_of(headers: &HeaderMap) -> Locale {
    let chosen = value_of(headers, LOCALE).and_then(|tag| tag.parse().ok());
    let asked = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Locale::negotiate);
    chosen.or_else(asked).unwrap_or_default()
}

/// The message for the next page: said once, then forgotten. It is shown as plain text, whoever wrote the cookie.
pub(crate) fn flash(tone: Tone, said: &str, secure: bool) -> HeaderValue {
    let end = said.floor_char_boundary(FLASH_LENGTH);
    let value = format!("{tone}.{}", BASE64URL_NOPAD.encode(&said.as_bytes()[..end]));
    own_cookie(flash_name(secure), &value, 60, secure)
}

pub(crate) fn no_flash(secure: bool) -> HeaderValue {
    own_cookie(flash_name(secure), "", 0, secure)
}

pub(crate) fn flash_of(headers: &HeaderMap, secure: bool) -> Option<Flash> {
    let (tone, said) = value_of(headers, flash_name(secure))?.split_once('.')?;
    let said = String::from_utf8(BASE64URL_NOPAD.decode(said.as_bytes()).ok()?).ok()?;
    let tones = [Tone::Info, Tone::Success, Tone::Warning, Tone::Danger];
    let tone = tones.into_iter().find(|known| known.name() == tone)?;
    Some(Flash { tone, text: Text::new("web-flash").with("text", said) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn cookies_stay_at_home() {
        let token = Token::parse(&"A".repeat(43)).unwrap();
        let cookie = session(&token, 60, true);
        let text = cookie.to_str().unwrap();
        assert!(text.starts_with("__Host-guichet_session=AAA"));
        assert!(text.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"));
    }

    #[test]
    fn a_message_is_said_to_the_next_page() {
        let cookie = flash(Tone::Success, "C’est fait ; <b>", false);
        let sent = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        let flash = flash_of(&with(header::COOKIE, &sent), false).unwrap();
        assert_eq!(flash.tone, Tone::Success);
        assert_eq!(flash.text, Text::new("web-flash").with("text", "C’est fait ; <b>"));
        assert_eq!(flash_of(&with(header::COOKIE, "guichet_flash=success.%%%"), false), None);
        assert_eq!(flash_of(&with(header::COOKIE, &sent), true), None, "another host may have set it");
    }

    #[test]
    fn keys_come_as_bearers_only() {
        let key = format!("gk_{}", "A".repeat(43));
        let authorization = |value: &str| key_of(&with(header::AUTHORIZATION, value));
        assert!(matches!(authorization(&format!("Bearer {key}")), Ok(Credential::Key(_))));
        assert!(matches!(authorization(&format!("bearer {key}")), Ok(Credential::Key(_))));
        for bad in ["Bearer", "Bearer x", &format!("Basic {key}"), &key] {
            assert!(authorization(bad).is_err(), "{bad}");
        }
        let machine = format!("gm_{}", "A".repeat(43));
        assert!(authorization(&format!("Bearer {machine}")).is_err(), "a machine's token is no key");
        let of_machine = |value: &str| machine_of(&with(header::AUTHORIZATION, value));
        assert!(matches!(of_machine(&format!("Bearer {machine}")), Ok(Credential::Machine(_))));
        assert!(of_machine(&format!("Bearer {key}")).is_err());
        assert!(matches!(key_of(&HeaderMap::new()), Ok(Credential::None)));
        let mut two = with(header::AUTHORIZATION, &format!("Bearer {key}"));
        two.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer gk_other"));
        assert!(key_of(&two).is_err(), "two keys");
    }
}
