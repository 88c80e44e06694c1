//! The pages as a browser meets them, from sign-up to keys.

use accounts::service::{closing, decisions};
use jiff::SignedDuration;
use kit_core::{AccountId, Author};
use kit_db::{DbError, Failed, Lock};
use kit_testkit::{Answer, Client, TestApp, TestDb, db_test};
use kit_web::{Demand, Module};
use publisher::Localised;

use crate::scene::mail;

const PASSWORD: &str = "une phrase assez longue";

fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![audit, publisher::module(), webhooks::module(), people::module(), accounts::module()]
}

fn start(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), accounts::access::resolve)
}

const FORM: [(&str, &str); 12] = [
    ("company", "Atelier du Plan"),
    ("country", "FR"),
    ("siren", "732 829 320"),
    ("vat_number", ""),
    ("ape", "71.12B"),
    ("line1", "3 rue des Lilas"),
    ("postal_code", "69003"),
    ("town", "Lyon"),
    ("phone", "04 72 00 00 01"),
    ("first_name", "Léa"),
    ("surname", "Petit"),
    ("password", PASSWORD),
];

fn form_with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.copied().chain(more.iter().copied()).collect()
}

async fn sign_up(app: &TestApp, email: &str) -> Answer {
    app.client().submit("/sign-up", "/sign-up", &form_with(&[("email", email)])).await
}

/// Signs up and confirms; answers the account, which waits.
async fn apply(app: &TestApp, email: &str) -> AccountId {
    sign_up(app, email).await;
    let link = app.link(&app.mail_to(email).await);
    let answer = app.client().submit(&link, &link, &[("password", PASSWORD)]).await;
    let location = answer.location().unwrap_or_else(|| panic!("{}", answer.text()));
    let account = location.split("C-").nth(1).unwrap().split('%').next().unwrap().split('/').next().unwrap();
    AccountId(account.parse().unwrap())
}

/// An account in use, and its admin's browser.
async fn customer(app: &TestApp, email: &str) -> (AccountId, Client) {
    let account = apply(app, email).await;
    let ctx = app.context(Author::System("test"));
    let accepted = app.test.db.write(Lock::Account(account), move |tx| decisions::accept(tx, &ctx, account)).await;
    accepted.unwrap();
    (account, signed_in(app, email).await)
}

async fn signed_in(app: &TestApp, email: &str) -> Client {
    let mut client = app.client();
    let answer = client.submit("/sign-in", "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    assert!(answer.status.is_redirection(), "{}", answer.text());
    client
}

#[db_test(kit_web::migrations(&modules()))]
async fn from_sign_up_to_the_open_account(test: TestDb) {
    let app = start(test);
    let answer = sign_up(&app, "lea@petit.fr").await;
    assert_eq!(answer.location().as_deref(), Some("/sign-up/sent"));
    let link = app.link(&app.mail_to("lea@petit.fr").await);
    let page = app.client().get(&link).await;
    assert!(page.says("Atelier du Plan"), "{}", page.text());
    assert_eq!(app.client().get(&link).await.status, 200, "looking uses nothing up");
    for (typed, why) in [("", "Indiquez"), ("not what was chosen", "pas le bon")] {
        let again = app.client().submit(&link, &link, &[("password", typed)]).await;
        assert!(again.status == 422 && again.says("id=\"f-password-error\"") && again.says(why), "{}", again.text());
    }
    let mut lea = app.client();
    let confirmed = lea.submit(&link, &link, &[("password", PASSWORD)]).await;
    assert_eq!(confirmed.location().as_deref(), Some("/accounts/C-1001/status"));
    assert_eq!(lea.get("/accounts/C-1001/status").await.status, 200, "link and password were given: that is a sign-in");
    assert_eq!(app.client().get(&link).await.status, 410);
    assert_eq!(app.client().post_form(&link, &[("password", PASSWORD)]).await.status, 410);

    let mut lea = signed_in(&app, "lea@petit.fr").await;
    assert_eq!(lea.get("/accounts/C-1001").await.location().as_deref(), Some("/accounts/C-1001/status"));
    let status = lea.get("/accounts/C-1001/status").await;
    assert!(status.says("à l’étude") && status.says("Numéro de TVA"), "{}", status.text());
    let corrected = lea
        .submit(
            "/accounts/C-1001/application",
            "/accounts/C-1001/application",
            &form_with(&[("vat_number", "FR44732829320")]),
        )
        .await;
    assert!(corrected.status.is_redirection());
    assert!(lea.get("/accounts/C-1001/status").await.says("FR 44 732 829 320"));

    let ctx = app.context(Author::System("test"));
    let account = AccountId(1001);
    app.test.db.write(Lock::Account(account), move |tx| decisions::accept(tx, &ctx, account)).await.unwrap();
    let told = app.mail_to("lea@petit.fr").await;
    assert!(told.content.subject.contains("C-1001"));
    assert_eq!(app.link(&told), "/accounts/C-1001");
    let home = lea.visit("/accounts").await;
    assert!(home.status == 200 && home.says("Atelier du Plan") && home.says("Inviter"), "{}", home.text());
    assert_eq!(lea.get("/accounts/C-1001/application").await.status, 404, "the decision is taken");
    let ctx = app.context(Author::System("test"));
    app.test.db.write(Lock::Account(account), move |tx| closing::close(tx, &ctx, account)).await.unwrap();
    assert_eq!(lea.get("/accounts/C-1001/application").await.status, 404, "nor is there one to take when it is closed");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_closed_sign_up_says_so_and_takes_no_form(test: TestDb) {
    let app = start(test);
    let ctx = app.context(Author::System("test"));
    let save = move |tx: &mut kit_db::Tx<'_>| {
        let closed = publisher::SignUp { open: false, at_once: false };
        publisher::save_sign_up(tx, &ctx, closed, &Localised::default())
    };
    app.test.db.write(publisher::LOCK, save).await.unwrap();
    let page = app.client().get("/sign-up").await;
    assert!(page.status == 200 && !page.says("name=\"company\""), "{}", page.text());
    let sent = app.client().post_form("/sign-up", &form_with(&[("email", "lea@petit.fr")])).await;
    assert_eq!(sent.status, 404);
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_form_answers_everybody_alike(test: TestDb) {
    let app = start(test);
    let (_, mut admin) = customer(&app, "known@petit.fr").await;
    admin
        .submit(
            "/accounts/C-1001/invitations/new",
            "/accounts/C-1001/invitations",
            &[("emails", "invited@petit.fr"), ("roles", "user"), ("locale", "fr")],
        )
        .await;
    app.mails().await;
    let mut answers = Vec::new();
    for email in ["unknown@petit.fr", "known@petit.fr", "invited@petit.fr"] {
        let answer = sign_up(&app, email).await;
        let mut headers: Vec<String> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.retain(|header| !header.starts_with("x-request-id"));
        answers.push((answer.status, headers, answer.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let mails = app.mails().await;
    let subject = |email: &str| mails.iter().find(|mail| mail.to.as_str() == email).unwrap().content.subject.clone();
    assert_eq!(mails.len(), 3);
    assert_ne!(subject("unknown@petit.fr"), subject("known@petit.fr"), "the mail says what is the case");
    assert!(subject("invited@petit.fr").contains("invite"));
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_confirmation_asks_for_the_password_where_it_makes_a_login(test: TestDb) {
    let app = start(test);
    sign_up(&app, "lea@petit.fr").await;
    let link = app.link(&app.mail_to("lea@petit.fr").await);
    for attempt in 0..7 {
        let answer = app.client().submit(&link, &link, &[("password", "not what was chosen")]).await;
        assert_eq!(answer.status, if attempt < 5 { 422 } else { 429 });
        assert!(answer.says("id=\"f-password-error\""), "{}", answer.text());
    }
    app.pass(SignedDuration::from_hours(2));
    assert!(app.client().submit(&link, &link, &[("password", PASSWORD)]).await.status.is_redirection());

    sign_up(&app, "lea@petit.fr").await;
    let link = app.link(&app.mail_to("lea@petit.fr").await);
    assert!(!app.client().get(&link).await.says("name=\"password\""), "a login keeps the password it has");
    assert!(app.client().submit(&link, &link, &[]).await.status.is_redirection());
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_double_click_signs_up_once(test: TestDb) {
    let app = start(test);
    let mut client = app.client();
    let once = client.get("/sign-up").await.hidden("once").unwrap();
    for _ in 0..3 {
        let fields = form_with(&[("email", "lea@petit.fr"), ("once", &once)]);
        assert_eq!(client.post_form("/sign-up", &fields).await.location().as_deref(), Some("/sign-up/sent"));
    }
    assert_eq!(app.mails().await.len(), 1);
}

#[db_test(kit_web::migrations(&modules()))]
async fn what_is_wrong_is_told_at_its_field_and_nothing_is_lost(test: TestDb) {
    let app = start(test);
    let long = "x".repeat(5000);
    for (field, typed) in [
        ("company", ""),
        ("company", long.as_str()),
        ("country", "ZZ"),
        ("siren", "732829321"),
        ("siren", ""),
        ("vat_number", "FR00732829320"),
        ("ape", "<script>alert(1)</script>"),
        ("postal_code", "abc"),
        ("town", "\u{202e}noyL"),
        ("phone", "123"),
        ("email", "not an address"),
        ("email", ""),
        ("surname", "https://win.example"),
        ("password", "short"),
        ("password", "Atelier du Plan 69"),
    ] {
        let mut fields = form_with(&[("email", "lea@petit.fr")]);
        fields.retain(|(name, _)| *name != field);
        fields.push((field, typed));
        let answer = app.client().submit("/sign-up", "/sign-up", &fields).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.says(&format!("id=\"f-{field}-error\"")), "{field}: {}", answer.text());
        assert!(!answer.says("<script>alert"), "what is typed is inert");
        if !["line1", "company"].contains(&field) {
            assert!(answer.says("Atelier du Plan") && answer.says("3 rue des Lilas"), "nothing typed is lost");
        }
        assert!(!answer.says(PASSWORD), "a password is never sent back");
    }
    assert_eq!(app.client().post_form("/sign-up", &[]).await.status, 422, "an empty form is an answerable one");
    assert_eq!(app.client().post_form("/sign-up", &[("company", "a\0b")]).await.status, 400);
    assert!(app.mails().await.is_empty());
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_colleague_is_invited_and_joins(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    app.mails().await;
    let base = format!("/accounts/{account}");
    let (new, list) = (format!("{base}/invitations/new"), format!("{base}/invitations"));
    let refused = admin.submit(&new, &list, &[("emails", "max@petit.fr, wrong"), ("roles", "user")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("max@petit.fr, wrong") && refused.says("adresse e-mail : wrong."), "{}", refused.text());
    let sent = admin
        .submit(&new, &list, &[("emails", "max@petit.fr"), ("roles", "user"), ("roles", "software_coordinator")])
        .await;
    assert_eq!(sent.location().as_deref(), Some(list.as_str()));
    assert!(admin.get(&list).await.says("max@petit.fr"));

    let link = app.link(&app.mail_to("max@petit.fr").await);
    let page = app.client().get(&link).await;
    assert!(
        page.says("Atelier du Plan") && page.says("Léa Petit") && page.says("name=\"password\""),
        "{}",
        page.text()
    );
    let weak =
        app.client().submit(&link, &link, &[("first_name", "Max"), ("surname", "Roux"), ("password", "max")]).await;
    assert_eq!(weak.status, 422);
    assert!(weak.says("value=\"Roux\""));
    let joined =
        app.client().submit(&link, &link, &[("first_name", "Max"), ("surname", "Roux"), ("password", PASSWORD)]).await;
    assert_eq!(joined.location().as_deref(), Some("/sign-in?back=/accounts/C-1001"));
    let mut max = signed_in(&app, "max@petit.fr").await;
    assert_eq!(max.get(&base).await.status, 200);
    assert_eq!(max.get(&format!("{base}/members")).await.status, 200, "a coordinator sees the members");
    assert_eq!(max.get(&format!("{base}/keys")).await.status, 404);
    assert_eq!(max.get(&format!("{base}/log")).await.status, 404);

    let members = admin.get(&format!("{base}/members")).await;
    assert!(members.says("Max Roux"));
    let max_id = member_id(&app, "max@petit.fr").await;
    assert!(members.says(&format!("/members/{max_id}")));
    let detail = format!("{base}/members/{max_id}");
    let none = admin.submit(&detail, &format!("{detail}/roles"), &[]).await;
    assert_eq!(none.status, 422);
    let stranger = admin.submit(&format!("{detail}/remove"), &format!("{base}/members/1/remove"), &[]).await;
    assert_eq!(stranger.status, 404, "who is no member is not said to be removed");
    let removed = admin.submit(&format!("{detail}/remove"), &format!("{detail}/remove"), &[]).await;
    assert_eq!(removed.location(), Some(format!("{base}/members")));
    assert_eq!(max.get(&base).await.status, 404, "at the next request");
    let log = admin.get(&format!("{base}/log")).await;
    assert!(log.says("Membre retiré") && log.says("Coordinateur logiciel") && log.says("Max Roux"), "{}", log.text());
    assert_eq!(admin.submit(&format!("{base}/leave"), &format!("{base}/leave"), &[]).await.location(), Some(base));
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_invitation_tells_who_asked_to_be_forgotten_what_to_do_first(test: TestDb) {
    let app = start(test);
    customer(&app, "max@petit.fr").await;
    let (account, mut admin) = customer(&app, "lea@grand.fr").await;
    app.mails().await;
    let list = format!("/accounts/{account}/invitations");
    let new = [("emails", "max@petit.fr"), ("roles", "user")];
    assert!(admin.submit(&format!("{list}/new"), &list, &new).await.status.is_redirection());
    let link = app.link(&app.mail_to("max@petit.fr").await);
    assert!(app.client().get(&link).await.says("Vous avez déjà un identifiant"));
    let now = app.test.clock.now();
    let leaves = app.test.db.write::<_, DbError, _>(Lock::None, move |tx| {
        let max = people::service::person_by_email(tx, &mail("max@petit.fr"))?.unwrap();
        people::service::set_leaving(tx, max.id, Some(now))
    });
    leaves.await.unwrap();
    let page = app.client().get(&link).await;
    assert!(page.says("renoncez-y d’abord") && !page.says("Vous avez déjà un identifiant"), "{}", page.text());
    assert_eq!(app.client().post_form(&link, &[]).await.status, 410);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_confirmation_tells_who_asked_to_be_forgotten_what_to_do_first(test: TestDb) {
    let app = start(test);
    apply(&app, "lea@petit.fr").await;
    app.mails().await;
    sign_up(&app, "lea@petit.fr").await;
    let link = app.link(&app.mail_to("lea@petit.fr").await);
    assert!(app.client().get(&link).await.says("Confirmer ma demande"));
    let now = app.test.clock.now();
    let leaves = app.test.db.write::<_, DbError, _>(Lock::None, move |tx| {
        let lea = people::service::person_by_email(tx, &mail("lea@petit.fr"))?.unwrap();
        people::service::set_leaving(tx, lea.id, Some(now))
    });
    leaves.await.unwrap();
    let page = app.client().get(&link).await;
    assert!(page.says("renoncez-y d’abord") && page.says("/me/data") && !page.says("Confirmer ma demande"));
    assert_eq!(app.client().post_form(&link, &[]).await.status, 410);
    app.pass(SignedDuration::from_secs(1));
    sign_up(&app, "lea@petit.fr").await;
    let told = app.mail_to("lea@petit.fr").await;
    assert!(told.content.text.contains("aucun compte n’est créé") && told.content.text.contains("/me/data"));
}

async fn member_id(app: &TestApp, email: &'static str) -> String {
    let person =
        app.test.db.read::<_, DbError, _>(move |read| people::service::person_by_email(read, &mail(email))).await;
    person.unwrap().unwrap().id.to_string()
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_key_is_shown_once(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    let base = format!("/accounts/{account}/keys");
    let once = admin.get(&format!("{base}/new")).await.hidden("once").unwrap();
    let fields = [("name", "Serveur"), ("scopes", "credits:use"), ("member", ""), ("once", once.as_str())];
    let made = admin.post_form(&base, &fields).await;
    assert_eq!((made.status.as_u16(), made.header("cache-control")), (200, "no-store"));
    let text = made.text();
    let secret = text.split("gk_").nth(1).map(|rest| format!("gk_{}", &rest[..43])).unwrap();
    let again = admin.post_form(&base, &fields).await;
    assert_eq!(again.location().as_deref(), Some(base.as_str()), "a second click makes no second key");
    let list = admin.get(&base).await;
    assert!(list.says(&secret[..11]) && !list.says(&secret));
    assert_eq!(admin.submit(&format!("{base}/new"), &base, &[("name", ""), ("scopes", "nonsense")]).await.status, 422);
    assert_eq!(
        admin.post_form(&base, &[("name", "x"), ("scopes", "credits:use"), ("member", "0000000000000")]).await.status,
        422
    );
}

#[db_test(kit_web::migrations(&modules()))]
async fn new_terms_come_before_everything_else(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    let ctx = app.context(Author::System("test"));
    let text = Localised { fr: "## Objet\n\nNouvelles règles.".into(), en: String::new() };
    let prepared: Result<_, Failed<_>> =
        app.test.db.write(publisher::LOCK, move |tx| publisher::terms::prepare(tx, &ctx, ctx.now, &text)).await;
    prepared.unwrap();
    let (home, terms) = (format!("/accounts/{account}"), format!("/accounts/{account}/terms"));
    assert_eq!(admin.get(&home).await.location(), Some(terms.clone()));
    assert!(admin.get(&terms).await.says("Nouvelles règles"));
    let not_ticked = admin.submit(&terms, &terms, &[("version", "1")]).await;
    assert_eq!(not_ticked.status, 422);
    assert_eq!(admin.post_form(&terms, &[("version", "7"), ("terms", "yes")]).await.status, 422, "not what was shown");
    let accepted = admin.submit(&terms, &terms, &[("version", "1"), ("terms", "yes")]).await;
    assert_eq!(accepted.location(), Some(home.clone()));
    assert_eq!(admin.get(&home).await.status, 200);
    let sign_up = sign_up(&app, "max@grand.fr").await;
    assert_eq!(sign_up.status, 422);
    assert!(sign_up.says("f-terms-error"));
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_account_keeps_its_details(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    app.mails().await;
    let base = format!("/accounts/{account}");
    let settings = format!("{base}/settings");
    admin.submit(&settings, &settings, &[("email", "compta@petit.fr")]).await;
    assert!(admin.get(&settings).await.says("attend sa confirmation"));
    admin.submit(&settings, &settings, &[("email", "compta@petit.fr")]).await;
    assert!(admin.get(&settings).await.says("Un message est déjà parti à"), "it is not sent twice");
    let link = app.link(&app.mail_to("compta@petit.fr").await);
    assert_eq!(app.client().get(&link).await.status, 200);
    assert!(app.client().submit(&link, &link, &[]).await.status.is_redirection());
    assert!(admin.get(&settings).await.says("compta@petit.fr"));
    assert!(app.mail_to("lea@petit.fr").await.content.text.contains("compta@petit.fr"), "the old one is told");

    let company = admin.get(&format!("{base}/company")).await.text();
    let id = company
        .split(&format!("{base}/company/"))
        .map(|part| part.split('"').next().unwrap())
        .find(|id| id.len() == 13);
    let edit = format!("{base}/company/{}", id.unwrap());
    let fixed = admin.submit(&edit, &edit, &form_with(&[("siren", "552100554")])).await;
    assert_eq!(fixed.status, 422);
    assert!(fixed.says("f-siren-error") && fixed.says("552100554"));
    assert!(admin.submit(&edit, &edit, &form_with(&[("town", "Villeurbanne")])).await.status.is_redirection());
    assert!(admin.get(&format!("{base}/company")).await.says("Villeurbanne"));

    let billing = format!("{base}/billing");
    let fields = [("contact", "Comptabilité"), ("email", "nonsense")];
    let wrong = admin.submit(&billing, &billing, &fields).await;
    assert!(wrong.status == 422 && wrong.says("f-email-error") && wrong.says("Comptabilité"));
    assert!(admin.submit(&billing, &billing, &fields[..1]).await.status.is_redirection());
    assert!(admin.get(&billing).await.says("Comptabilité"));

    let invoiced = format!("{base}/billing/company");
    assert!(admin.get(&invoiced).await.says("une entreprise"), "there is no other one to choose");
    let new = format!("{base}/company/new");
    let travaux = form_with(&[("company", "Petit Travaux"), ("siren", "443061841")]);
    assert!(admin.submit(&new, &new, &travaux).await.status.is_redirection());
    let page = admin.get(&invoiced).await.text();
    let (before, _) = page.split_once("\">Petit Travaux</option>").unwrap();
    let other = before.rsplit('"').next().unwrap();
    let past = admin.submit(&invoiced, &invoiced, &[("company", other), ("from", "2020-01-01")]).await;
    assert!(past.status == 422 && past.says("f-from-error"), "{}", past.text());
    let day = page.split("name=\"from\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let tomorrow = day.parse::<jiff::civil::Date>().unwrap().tomorrow().unwrap().to_string();
    let wish = [("company", other), ("from", tomorrow.as_str())];
    assert!(admin.submit(&invoiced, &invoiced, &wish).await.status.is_redirection());
    assert!(app.mail_to("compta@petit.fr").await.content.text.contains("Petit Travaux"));
    assert!(admin.get(&invoiced).await.says("À venir"));
    let withdraw = format!("{invoiced}/withdraw");
    assert!(admin.submit(&invoiced, &withdraw, &[("choice", "1")]).await.status.is_redirection());
    assert!(admin.get(&invoiced).await.says("Annulée"));
    let log = admin.get(&format!("{base}/log")).await;
    for line in [
        "Facturation modifiée",
        "Entreprise facturée choisie",
        "Entreprise modifiée",
        "Adresse d’administration changée",
        "Villeurbanne",
    ] {
        assert!(log.says(line), "{line}");
    }
}

/// Every account page of this domain, tried by a member of another account and by nobody: never found, or sign in first.
#[db_test(kit_web::migrations(&modules()))]
async fn nobody_reaches_into_another_account(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    let (_, mut stranger) = customer(&app, "eve@evil.fr").await;
    app.pass(SignedDuration::from_secs(1));
    let mut tried = 0;
    for route in &app.routes {
        if !matches!(route.demand, Demand::Member(_) | Demand::Applicant) {
            continue;
        }
        let id = kit_core::PersonId::from_raw(1).to_string();
        let path = route.path.replace("{account}", &account.to_string());
        let path = ["{person}", "{invitation}", "{company}", "{key}", "{team}"]
            .iter()
            .fold(path, |path, name| path.replace(name, &id));
        for client in [&mut stranger, &mut app.client()] {
            let known = !client.cookies().is_empty();
            let answer =
                if route.method == "GET" { client.get(&path).await } else { client.post_form(&path, &[]).await };
            match known {
                true => assert_eq!(answer.status, 404, "{} {path}", route.method),
                false => {
                    assert!(answer.location().is_some_and(|to| to.starts_with("/sign-in")), "{} {path}", route.method)
                }
            }
            tried += 1;
        }
    }
    assert!(tried >= 60, "{tried}");
    assert_eq!(admin.get(&format!("/accounts/{account}")).await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn notices_are_chosen_on_their_page(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "lea@petit.fr").await;
    let path = format!("/accounts/{account}/notices");
    let page = admin.get(&path).await;
    assert!(page.says("lea@petit.fr") && page.says("value=\"test.notice-news\" checked"), "{}", page.text());
    assert!(page.says("Toujours envoyé") && !page.says("value=\"test.notice-bill\""), "{}", page.text());
    let saved = admin.submit(&path, &path, &[]).await;
    assert_eq!(saved.location(), Some(path.clone()));
    assert!(!admin.get(&path).await.says("value=\"test.notice-news\" checked"));
    let on = [("on", "test.notice-news"), ("on", "test.notice-bill"), ("on", "unknown")];
    admin.submit(&path, &path, &on).await;
    assert!(admin.get(&path).await.says("value=\"test.notice-news\" checked"));
    let (_, mut other) = customer(&app, "max@ailleurs.fr").await;
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post_form(&path, &[]).await.status, 404);
    assert_eq!(app.client().post_form(&path, &[]).await.status.as_u16() / 100, 3, "a visitor signs in first");
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_applicant_is_told_of_the_account_that_is_there_and_not_whose(test: TestDb) {
    let app = start(test);
    let (_, _) = customer(&app, "lea@petit.fr").await;
    let account = apply(&app, "max@gmail.com").await;
    let mut max = signed_in(&app, "max@gmail.com").await;
    let status = format!("/accounts/{account}/status");
    let page = max.get(&status).await;
    assert!(page.says("a déjà un compte") && page.says("Demander une invitation"), "{}", page.text());
    assert!(!page.says("lea@petit.fr") && !page.says("C-1001"), "{}", page.text());
    app.mails().await;
    let asked = max.submit(&status, &format!("/accounts/{account}/ask-invitation"), &[]).await;
    assert_eq!(asked.location(), Some(status.clone()));
    let mail = app.mail_to("lea@petit.fr").await;
    assert!(mail.content.text.contains("max@gmail.com"), "{}", mail.content.text);
    assert_eq!(app.link(&mail), "/accounts/C-1001/invitations/new");
    let page = max.get(&status).await;
    assert!(page.says("Invitation demandée le") && !page.says("Demander une invitation"), "{}", page.text());
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_admin_makes_a_team_renames_it_and_removes_it(test: TestDb) {
    let app = start(test);
    let (account, mut admin) = customer(&app, "admin@plan.fr").await;
    let list = format!("/accounts/{account}/teams");
    assert!(admin.get(&list).await.says("Aucune équipe"));
    let new = format!("{list}/new");
    let refused = admin.submit(&new, &new, &[("name", " "), ("members", "x")]).await;
    assert!(refused.status == 422 && refused.says("f-name-error") && refused.says("f-members-error"));
    let made = admin.submit(&new, &new, &[("name", "Bureau d’études")]).await;
    assert_eq!(made.location().as_deref(), Some(list.as_str()), "{}", made.text());
    let page = admin.get(&list).await;
    let text = page.text();
    let team = text.split(&format!("{list}/")).skip(1).find(|part| !part.starts_with("new")).unwrap();
    let team = format!("{list}/{}", team.split('"').next().unwrap());
    assert_eq!(team.len(), list.len() + 14, "{team}");
    let taken = admin.submit(&new, &new, &[("name", "bureau d’ÉTUDES")]).await;
    assert!(taken.status == 422 && taken.says("Une autre équipe"));
    let saved = admin.submit(&team, &team, &[("name", "Études")]).await;
    assert_eq!(saved.location().as_deref(), Some(list.as_str()), "{}", saved.text());
    assert!(admin.get(&list).await.says("Études"));
    let (other, mut stranger) = customer(&app, "admin@ailleurs.fr").await;
    let theirs = team.replace(&account.to_string(), &other.to_string());
    assert_eq!(stranger.get(&theirs).await.status, 404);
    assert_eq!(stranger.post_form(&format!("{theirs}/remove"), &[]).await.status, 404);
    let remove = format!("{team}/remove");
    assert!(admin.get(&remove).await.says("Études"));
    let removed = admin.submit(&remove, &remove, &[]).await;
    assert_eq!(removed.location().as_deref(), Some(list.as_str()));
    assert!(admin.get(&list).await.says("Aucune équipe"));
}
