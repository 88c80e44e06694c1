//! The window from its first question to its last, without a display.

use std::time::Duration;

use guichet_client::{Account, Cause, Error, Field, KeyStoreError, LinkError, LinkFileError, Problem};
use serde_json::json;

use crate::account::Purpose;
use crate::desk::{Ask, Secret, Told};
use crate::window::{Screen, Tone, Window};
use crate::{Filling, Language, Settings};

fn window_with(filling: Filling) -> Window {
    let json = r#"{"url":"https://one.example","machine_file":"/nowhere/machine.json","language":"en"}"#;
    let settings = Settings::read(json, |_| None).unwrap();
    Window::new(&Settings { filling, ..settings })
}

fn window() -> Window {
    window_with(Filling::default())
}

fn account(version: &str, town: &str, line1: &str) -> Box<Account> {
    let siren = if line1.is_empty() { "" } else { "732829320" };
    Box::new(
        serde_json::from_value(json!({
            "version": version, "number": "C-1042", "state": "active", "email_awaited": null, "company": "Atelier Kerlann",
            "town": town, "line1": line1, "country": "FR", "siren": siren, "email": "a@b.fr", "phone": "",
        }))
        .unwrap(),
    )
}

fn shown() -> Window {
    let mut window = window();
    assert!(window.told(Told::Account(account("1", "Lyon", "3 rue des Lilas"))).is_none());
    window
}

/// The account shown, with another telephone number that an admin is saving.
fn saving(phone: &str) -> Window {
    let mut window = shown();
    *form(&mut window).get_mut(Field::Phone) = phone.into();
    window.forward();
    let confirm = window.confirm.as_mut().unwrap();
    (confirm.login, confirm.password) = ("a@b.fr".into(), Secret("x".into()));
    window.confirmed();
    window
}

fn form(window: &mut Window) -> &mut crate::AccountForm {
    match &mut window.screen {
        Screen::Account(form) => form,
        other => panic!("{other:?}"),
    }
}

fn refused(kind: &str, errors: serde_json::Value) -> Told {
    let body = json!({ "type": format!("/api/v1/docs#problem-{kind}"), "title": kind, "errors": errors });
    let problem: Problem = serde_json::from_value(body).unwrap();
    Told::Failed(LinkError::Call(Error::Refused(Box::new(problem))))
}

fn unreachable(why: &str) -> Told {
    Told::Failed(LinkError::Call(Error::Unreachable { why: Cause::Connection(why.to_owned()) }))
}

fn of_key_store(why: KeyStoreError) -> Told {
    Told::Failed(LinkError::File(LinkFileError::KeyStore(why)))
}

fn notice(window: &Window) -> &str {
    window.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

#[test]
fn a_machine_without_an_account_is_led_to_one() {
    let mut window =
        window_with(Filling { email: "lea@petit.fr".into(), company: "Petit".into(), ..Filling::default() });
    assert!(matches!(window.screen, Screen::Loading));
    window.told(Told::NotLinked);
    assert!(matches!(window.screen, Screen::Choose) && window.notice.is_none());
    window.to_sign_up();
    let Screen::SignUp(sign_up) = &window.screen else { panic!() };
    assert_eq!(sign_up.email, "lea@petit.fr", "the application knew it");
    assert!(matches!(window.forward(), Some(Ask::SignUp(_))));
    assert!(window.forward().is_none(), "once, while the answer is awaited");
    window.told(Told::SignedUp("s1".into()));
    let Screen::Code(code) = &mut window.screen else { panic!() };
    assert_eq!(code.email, "lea@petit.fr");
    assert!(window.forward().is_none());
    assert_eq!(window.errors.keys().collect::<Vec<_>>(), ["code", "password"]);
    let Screen::Code(code) = &mut window.screen else { panic!() };
    code.code.0 = "K7M2-9XW4".into();
    code.password.0 = "sept lampadaires bleus".into();
    assert!(matches!(window.forward(), Some(Ask::Create { .. })));
    window.told(refused("wrong-mailed-code", json!([])));
    assert!(window.errors.contains_key("code"));
    let Screen::Code(code) = &window.screen else { panic!("what was typed is still there") };
    assert_eq!(code.password.0, "sept lampadaires bleus");
    window.forward();
    window.told(Told::Created(Some("K7M2Q-9XW4T".into())));
    assert!(matches!(&window.screen, Screen::Made(code) if code == "K7M2Q-9XW4T"));
    assert!(matches!(window.forward(), Some(Ask::Show)));
    window.told(Told::Account(account("1", "", "")));
    assert_eq!(form(&mut window).get(Field::Company), "Petit");
    assert!(form(&mut window).was_filled && notice(&window).starts_with("The application has filled"));
}

#[test]
fn the_code_can_be_sent_again() {
    let mut window = window();
    window.told(Told::NotLinked);
    window.to_sign_up();
    let Screen::SignUp(sign_up) = &mut window.screen else { panic!() };
    sign_up.email = " lea@petit.fr ".into();
    window.forward();
    window.told(Told::SignedUp("s1".into()));
    assert!(matches!(window.code_again(), Some(Ask::SignUp(_))));
    window.told(Told::SignedUp("s2".into()));
    let Screen::Code(code) = &window.screen else { panic!() };
    assert_eq!((code.sign_up.as_str(), code.email.as_str()), ("s2", "lea@petit.fr"));
    assert!(notice(&window).contains("Only the last mail counts"));
    window.back();
    assert!(matches!(&window.screen, Screen::SignUp(form) if form.email == "lea@petit.fr"));
    window.back();
    assert!(matches!(window.screen, Screen::Choose));
}

#[test]
fn a_full_account_offers_machines_to_replace() {
    let mut window = window();
    window.told(Told::NotLinked);
    window.to_link();
    assert!(window.forward().is_none() && window.errors.len() == 2);
    let Screen::Link(link) = &mut window.screen else { panic!() };
    link.number = "C-1042".into();
    link.code = Secret("K7M2Q-9XW4T".into());
    assert!(matches!(window.forward(), Some(Ask::Link { replaces: None, .. })));
    let machine = json!({ "id": "0b", "name": "Poste 1", "system": "Windows 10", "seen_at": "2026-11-02T08:00:00Z" });
    let body = json!({ "type": "#problem-machine-limit-reached", "title": "full", "replacements_left": 2, "machines": [machine] });
    let problem: Problem = serde_json::from_value(body).unwrap();
    window.told(Told::Failed(LinkError::Call(Error::Refused(Box::new(problem)))));
    let Screen::Link(link) = &window.screen else { panic!() };
    let offer = link.offer.as_ref().unwrap();
    assert!(offer.may_replace && offer.machines[0].name == "Poste 1");
    assert!(window.forward_verb().is_none() && window.forward().is_none(), "the same link is not asked for again");
    assert!(matches!(window.replace("0b"), Some(Ask::Link { replaces: Some(_), .. })));
    assert!(matches!(window.told(Told::Linked), Some(Ask::Show)));
}

#[test]
fn an_edit_asks_for_the_password_and_the_code() {
    let mut window = shown();
    assert!(window.forward().is_none() && window.confirm.is_none(), "nothing to save");
    *form(&mut window).get_mut(Field::Town) = "Nantes".into();
    assert!(window.forward().is_none());
    let confirm = window.confirm.as_mut().unwrap();
    assert_eq!(confirm.purpose, Purpose::Edit);
    assert!(window.confirmed().is_none(), "not without a password");
    let confirm = window.confirm.as_mut().unwrap();
    confirm.login = "a@b.fr".into();
    confirm.password = Secret("x".into());
    let Some(Ask::Edit { version, changes, .. }) = window.confirmed() else { panic!() };
    assert_eq!((version.as_str(), serde_json::to_value(changes).unwrap()), ("1", json!({ "town": "Nantes" })));
    window.told(refused("code-required", json!([])));
    assert!(window.confirm.as_ref().unwrap().asks_code && window.confirmed().is_none());
    window.confirm.as_mut().unwrap().code = Secret("123456".into());
    assert!(window.confirmed().is_some());
    window.told(refused("wrong-password", json!([])));
    assert!(window.confirm.is_some() && window.errors.contains_key("password"));
    window.confirmed();
    window.told(Told::Edited(account("2", "Nantes", "3 rue des Lilas")));
    assert!(window.confirm.is_none() && !form(&mut window).is_changed() && notice(&window) == "Changes saved.");
    window.to_portal();
    assert_eq!(window.confirm.as_ref().unwrap().login, "a@b.fr", "who was here last");
}

#[test]
fn what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
    let mut window = saving("12");
    window.told(refused("invalid", json!([{ "field": "phone", "code": "phone-form", "detail": "" }])));
    assert_eq!(window.errors["phone"], "This is not a telephone number.");
    assert!(window.confirm.is_none() && form(&mut window).get(Field::Phone) == "12");
}

#[test]
fn somebody_elses_change_is_taken_over_without_losing_ones_own() {
    let mut window = saving("04 72 00 00 01");
    assert!(matches!(window.told(refused("account-changed", json!([]))), Some(Ask::Show)));
    window.told(Told::Account(account("2", "Bron", "3 rue des Lilas")));
    assert!(notice(&window).starts_with("Somebody else changed the account"));
    let form = form(&mut window);
    assert_eq!((form.get(Field::Town), form.get(Field::Phone)), ("Bron", "04 72 00 00 01"));
    assert_eq!(form.account.version, "2");
}

#[test]
fn a_machine_that_was_unlinked_meanwhile_shows_its_next_account() {
    let mut window = saving("04 72 00 00 01");
    assert!(matches!(window.told(refused("account-changed", json!([]))), Some(Ask::Show)));
    window.told(Told::NotLinked);
    assert!(matches!(window.screen, Screen::Choose) && window.notice.is_none());
    window.to_link();
    assert!(matches!(window.told(Told::Linked), Some(Ask::Show)));
    window.told(Told::Account(account("7", "Bron", "3 rue des Lilas")));
    assert_eq!(form(&mut window).get(Field::Town), "Bron");
    assert!(!form(&mut window).is_changed(), "nothing typed into another account is taken over");
}

#[test]
fn a_lost_token_leads_to_registering_anew() {
    let lost = || Told::Failed(LinkError::TokenLost { machine: "0b".into() });
    let mut window = window();
    window.told(lost());
    assert!(matches!(window.screen, Screen::Choose) && notice(&window).contains("what it is known by is lost"));
    window.to_link();
    let Screen::Link(link) = &mut window.screen else { panic!() };
    link.number = "C-1042".into();
    window.told(lost());
    assert!(matches!(&window.screen, Screen::Link(link) if link.number == "C-1042"), "what was typed stays");
}

#[test]
fn a_question_for_the_password_can_be_left_unless_its_answer_is_awaited() {
    let mut window = shown();
    window.to_portal();
    assert!(window.is_asking());
    let confirm = window.confirm.as_mut().unwrap();
    (confirm.login, confirm.password) = ("a@b.fr".into(), Secret("x".into()));
    assert!(window.confirmed().is_some());
    window.leave_question();
    assert!(window.is_asking(), "the answer is awaited");
    window.told(refused("wrong-password", json!([])));
    window.leave_question();
    assert!(!window.is_asking() && window.errors.is_empty() && window.notice.is_none());
}

#[test]
fn the_button_says_what_it_does_and_rests_while_an_answer_is_awaited() {
    let mut window = window();
    assert_eq!((window.forward_verb(), window.may_go_back()), (None, false));
    window.told(Told::NotLinked);
    window.to_link();
    assert_eq!((window.forward_verb(), window.may_go_back()), (Some(("Register this machine", true)), true));
    let mut window = shown();
    assert_eq!(window.forward_verb(), Some(("Save", false)), "nothing to save");
    *form(&mut window).get_mut(Field::Town) = "Nantes".into();
    assert_eq!(window.forward_verb(), Some(("Save", true)));
    window.to_portal();
    window.reload();
    assert_eq!(window.forward_verb(), None);
    window.told(unreachable("connection refused"));
    assert_eq!(window.forward_verb(), Some(("Try again", true)));
    assert!(window.forward().is_some());
}

#[test]
fn unsaved_changes_are_asked_about() {
    let mut window = shown();
    assert!(window.may_close());
    *form(&mut window).get_mut(Field::Town) = "Nantes".into();
    assert!(!window.may_close() && window.asks_close);
    form(&mut window).revert();
    assert!(window.may_close());
}

#[test]
fn every_trouble_is_said_plainly_and_loses_nothing() {
    for (told, said) in [
        (unreachable("connection refused"), "The server cannot be reached"),
        (unreachable("invalid peer certificate: NotValidYet"), "Is the time of this machine right?"),
        (Told::Failed(LinkError::Call(Error::Busy { retry_after: Duration::from_secs(1) })), "very busy"),
        (Told::Failed(LinkError::Call(Error::Answer { key: None, why: "x".into() })), "not from the expected server"),
        (Told::Failed(LinkError::Elsewhere { url: "https://two.example".into() }), "https://two.example"),
        (of_key_store(KeyStoreError::Silent), "Unlock it"),
        (of_key_store(KeyStoreError::None), "this program knows no key store"),
        (refused("of-tomorrow", json!([])), "The server refuses: of-tomorrow"),
        (refused("too-many-requests", json!([])), "Wait some minutes"),
    ] {
        let mut window = shown();
        *form(&mut window).get_mut(Field::Town) = "Nantes".into();
        window.told(told);
        assert!(notice(&window).contains(said), "{}", notice(&window));
        assert_eq!(window.notice.as_ref().unwrap().tone, Tone::Bad);
        assert_eq!(form(&mut window).get(Field::Town), "Nantes");
    }
    let mut window = window();
    window.told(unreachable("connection refused"));
    assert!(matches!(window.screen, Screen::Trouble));
    assert!(matches!(window.forward(), Some(Ask::Show)));
    window.told(Told::Failed(LinkError::Call(Error::Unauthorized)));
    assert!(matches!(window.screen, Screen::Choose) && notice(&window).contains("taken away in the portal"));
}

#[test]
fn what_the_publisher_fixes_is_not_typed_into() {
    let mut window = shown();
    let form = form(&mut window);
    assert!(form.is_fixed(Field::Company) && form.is_fixed(Field::Siren) && !form.is_fixed(Field::VatNumber));
    assert!(form.has(Field::Siren) && !form.has(Field::ForeignNumber));
    let bare = crate::AccountForm::new(*account("1", "", ""), &Filling::default());
    assert!(!bare.is_fixed(Field::Company), "it is completed once");
    assert_eq!(Language::French.pick("a", "b"), "a");
}
