//! People who do by the pages what no program may: buying, recording money, registering the address of a receiver.

use data_encoding::BASE32_NOPAD;
use kit_core::Clock;
use serde_json::Value;
use totp_rs::{Algorithm, Builder};

use crate::client::{Client, Identity};
use crate::step::{Step, TOP_UP};

/// Somebody of the demonstration, who can sign in.
#[derive(Debug, Clone)]
pub struct Person {
    email: String,
    password: String,
}

/// The sessions of whoever buys for an account and whoever keeps the books. They outlive the program that they were begun with.
#[derive(Debug, Clone)]
pub struct Counter {
    /// The account that buys.
    pub account: String,
    /// The cookie of its buyer.
    pub buyer: String,
    /// That of the cashier.
    pub cashier: String,
}

impl Person {
    /// Somebody who may buy for `account`.
    pub fn buying_for(story: &Value, account: &str) -> Option<Person> {
        let is_buyer = |member: &Value| {
            let roles = member["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
            member["account"] == account && roles.iter().any(|role| role == "admin" || role == "contract_manager")
        };
        Person::who(story, |person| person["members"].as_array().is_some_and(|all| all.iter().any(is_buyer)))
    }

    /// Somebody of the staff with this permission.
    pub fn of_staff(story: &Value, permission: &str) -> Option<Person> {
        Person::who(story, |person| {
            person["staff"].as_array().is_some_and(|all| all.iter().any(|one| one == permission))
        })
    }

    fn who(story: &Value, is_wanted: impl Fn(&Value) -> bool) -> Option<Person> {
        let person = story["people"].as_array()?.iter().find(|person| is_wanted(person))?;
        let word = |name: &str| person[name].as_str().map(str::to_owned);
        Some(Person { email: word("email")?, password: word("password")? })
    }

    /// Signs in; answers the cookie of the session.
    ///
    /// # Errors
    /// The door stays closed.
    pub fn sign_in(&self, nodes: &[String]) -> Result<String, String> {
        let form = format!("email={}&password={}", self.email.replace('@', "%40"), self.password);
        let answer = Client::new(nodes, Identity::Nobody).submit("/sign-in", &form);
        let cookie = answer.filter(|answer| answer.status == 303).and_then(|answer| answer.cookie);
        cookie.ok_or_else(|| format!("{} cannot sign in", self.email))
    }
}

impl Person {
    /// Signs in and sets up a second factor, which the session has passed with that; answers its cookie. Every other session of
    /// this person ends.
    ///
    /// # Errors
    /// A page is refused.
    pub fn sign_in_for_good(&self, nodes: &[String]) -> Result<String, String> {
        const PAGE: &str = "/me/security/second-factor";
        let cookie = self.sign_in(nodes)?;
        let mut client = Client::new(nodes, Identity::Session(cookie.clone()));
        let set_up = |client: &mut Client| {
            let once = field(&page(client, PAGE)?, "once")?;
            client
                .submit(PAGE, &format!("once={once}&current={}", self.password))
                .filter(|answer| answer.status == 303)?;
            let form = page(client, PAGE)?;
            let (once, code) = (field(&form, "once")?, code(&form)?);
            let confirmed = client.submit(&format!("{PAGE}/confirm"), &format!("once={once}&code={code}"))?;
            (confirmed.status == 200).then_some(())
        };
        set_up(&mut client).ok_or_else(|| format!("{} cannot set up a second factor", self.email))?;
        Ok(cookie)
    }
}

/// The code of this moment, by the secret that a page shows (RFC 6238).
fn code(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"secret\"")?;
    let secret = rest.split_once('>')?.1.split_once('<')?.0.replace(' ', "");
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_step_duration(30).with_secret(secret);
    let now = u64::try_from(Clock::system().now().as_second()).ok()?;
    Some(totp.build_noncompliant().generate(now).to_string())
}

/// Registers the address of a receiver, which shall hear of everything, as the owner whose cookie this is.
///
/// # Errors
/// The page is refused.
pub fn register(nodes: &[String], owner: &str, receiver: &str) -> Result<(), String> {
    const PAGE: &str = "/staff/settings/webhooks/new";
    let mut client = Client::new(nodes, Identity::Session(owner.to_owned()));
    let form = page(&mut client, PAGE).ok_or("the form of a receiver is not shown")?;
    let once = field(&form, "once").ok_or("the form of a receiver has no token")?;
    let url = receiver.replace(':', "%3A").replace('/', "%2F");
    let answer = client.submit(PAGE, &format!("once={once}&url={url}&description=faults&kinds=%2A"));
    match answer {
        Some(answer) if answer.status == 200 => Ok(()),
        other => Err(format!("a receiver cannot be registered: {:?}", other.map(|answer| answer.status))),
    }
}

/// The form of an order, filled in; none if its page is not answered just now.
pub fn order(client: &mut Client, account: &str) -> Option<Step> {
    let page = page(client, &format!("/accounts/{account}/orders/summary?choice=free&credits={TOP_UP}"))?;
    let again = field(&page, "again").unwrap_or_default();
    Some(Step::Order(account.to_owned(), [field(&page, "once")?, field(&page, "seen")?, again]))
}

/// The form of the money of an order, filled in; none if its page is not answered just now.
pub fn payment(client: &mut Client, order: &str) -> Option<Step> {
    let page = page(client, &format!("/staff/receipts/new?orders={order}"))?;
    let fields = [field(&page, "once")?, field(&page, "received_on")?, field(&page, "amount")?];
    Some(Step::Pay(order.to_owned(), fields))
}

fn page(client: &mut Client, path: &str) -> Option<String> {
    client.get(path).filter(|answer| answer.status == 200).map(|answer| answer.text)
}

/// The value of the field of a form.
fn field(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn people_are_found_by_what_they_may() {
        let person = |email: &str, roles: &[&str], staff: &[&str]| json!({ "email": email, "password": "p", "members": [{ "account": "C-1", "roles": roles }], "staff": staff });
        let people = [
            person("user@a.example", &["user"], &[]),
            person("boss@a.example", &["admin"], &[]),
            person("b@p.example", &[], &["billing"]),
        ];
        let story = json!({ "people": people });
        assert_eq!(Person::buying_for(&story, "C-1").unwrap().email, "boss@a.example");
        assert!(Person::buying_for(&story, "C-2").is_none());
        assert_eq!(Person::of_staff(&story, "billing").unwrap().email, "b@p.example");
    }

    #[test]
    fn the_fields_of_a_form_are_read() {
        let page = r#"<input type="hidden" name="once" value="3f"><input id="f-amount" name="amount" value="14,40" maxlength="20">"#;
        assert_eq!((field(page, "once").as_deref(), field(page, "amount").as_deref()), (Some("3f"), Some("14,40")));
        assert_eq!(field(page, "seen"), None);
    }
}
