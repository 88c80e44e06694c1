//! Who may do what: every route is tried by everybody, and each gets what the route's demand owes him or her.
//!
//! The routes come from the program itself. A new one is in the matrix by itself; if a probe does not fit it, the test says
//! so instead of passing.

mod probes;
mod visitors;

use guichet::demo_modules;
use http::{Method, StatusCode};
use kit_testkit::{Answer, TestDb};
use kit_web::{AccountState, Demand, Route, migrations};

use crate::town::Town;
use probes::{Objects, Whose, send};
use visitors::{Kind, Verdict, Visitor, visitors};

/// What an answer says about being let in.
fn verdict(route: &Route, answer: &Answer) -> Verdict {
    let to = answer.location().unwrap_or_default();
    let sets_cookie = answer.headers.contains_key("set-cookie");
    match answer.status {
        StatusCode::NOT_FOUND => Verdict::NotFound,
        StatusCode::UNAUTHORIZED => Verdict::NoKey,
        StatusCode::FORBIDDEN => Verdict::NoScope,
        _ if route.demand == Demand::Public => Verdict::LetIn,
        _ if (to == "/sign-in" || to.starts_with("/sign-in?")) && !sets_cookie => Verdict::SignIn,
        _ if to == "/me/security" && matches!(route.demand, Demand::Staff(_)) => Verdict::SecondFactor,
        _ if to.ends_with("/status") && matches!(route.demand, Demand::Member(_)) => Verdict::NotOpen,
        _ => Verdict::LetIn,
    }
}

/// Whether a refusal names the account. Its own members see its name around the page, as on every page, and not in it.
fn tells_of_the_account(visitor: &Visitor, answer: &Answer) -> bool {
    let page = answer.text().to_lowercase();
    let inside = || page.split_once("<main").map_or("", |(_, main)| main.split("</main>").next().unwrap_or_default());
    let is_member = matches!(visitor.kind, Kind::Person { place: Some(_), .. });
    if is_member { inside().contains("kerlann") } else { page.contains("kerlann") }
}

/// Whether an answer to somebody who was let in is one that a page or a program can go on with.
fn is_fit(answer: &Answer) -> bool {
    let lost = [StatusCode::BAD_REQUEST, StatusCode::METHOD_NOT_ALLOWED, StatusCode::UNSUPPORTED_MEDIA_TYPE];
    !lost.contains(&answer.status) && !answer.status.is_server_error()
}

/// Routes whose object is not there for everybody who is let in, and why.
const NOTHING_THERE: [(&str, &str); 9] = [
    ("/me/security/sessions/{session}/end", "one's own sessions have ids that are not known beforehand"),
    ("/me/data/exports/{export}", "one's own copies have ids that are not known beforehand"),
    ("/accounts/{account}/application", "an account that was accepted is no application any more"),
    ("/accounts/{account}/support/pin", "who is no designated caller has no PIN"),
    ("/accounts/{account}/support/pin/phone", "who is no designated caller has no PIN"),
    ("/me/cases/{case}", "the case is an account's"),
    ("/me/cases/{case}/reply", "the case is an account's"),
    ("/me/cases/{case}/files/{file}", "the case is an account's"),
    ("/me/cases/{case}/close", "the case is an account's"),
];

/// Script and style stand in files of their own: what a customer types can be neither.
fn is_inert(answer: &Answer) -> bool {
    // A mail is looked at in a box of its own, where its styles may be and nothing runs.
    let policy = answer.header("content-security-policy");
    if policy.contains("sandbox") && policy.contains("default-src 'none'") {
        return true;
    }
    let text = answer.text();
    let scripts = text.match_indices("<script").all(|(at, _)| {
        text[at..].starts_with("<script src=")
            || text[at..].starts_with("<script defer src=")
            || text[at..].starts_with("<script type=\"module\" src=")
    });
    scripts && !text.contains("<style") && !text.contains(" style=\"") && !text.contains(" onclick=")
}

struct Findings(Vec<String>);

impl Findings {
    fn check(&mut self, visitor: &Visitor, route: &Route, answer: &Answer, expected: Verdict) {
        let found = verdict(route, answer);
        let what = format!("{} {} by {} ({:?})", route.method, route.path, visitor.name, answer.status);
        let is_public = route.demand == Demand::Public;
        // A mailed link that is not one opens nothing, which is not a question of rights.
        let is_missing = is_public || NOTHING_THERE.iter().any(|(path, _)| *path == route.path);
        if found != expected && !(is_missing && found == Verdict::NotFound) {
            self.0.push(format!("{what}: {found:?}, not {expected:?} → {:?}", answer.location()));
        } else if expected == Verdict::LetIn && !is_fit(answer) {
            self.0.push(format!("{what}: the probe does not fit: {}", &answer.text()[..answer.text().len().min(300)]));
        } else if expected != Verdict::LetIn && tells_of_the_account(visitor, answer) && answer.location().is_none() {
            self.0.push(format!("{what}: the refusal tells something of the account"));
        } else if answer.header("content-type").starts_with("text/html")
            && route.path != "/demo/mail/{name}"
            && !is_inert(answer)
        {
            self.0.push(format!("{what}: script or style within the page"));
        }
    }

    fn finish(self) {
        assert!(self.0.is_empty(), "{} findings:\n{}", self.0.len(), self.0.join("\n"));
    }
}

/// Whether this visitor can try the route: members of other accounts than ours have no objects there to name.
fn applies(visitor: &Visitor, route: &Route, ours: kit_core::AccountId) -> bool {
    let names_objects = route.path.split('/').any(|part| part.starts_with('{') && part != "{account}");
    visitor.account == ours || !names_objects || visitor.expects(route.demand) != Verdict::LetIn
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_is_owed() {
    let town = Town::new(TestDb::sqlite(&migrations(&demo_modules())).await).await;
    let visitors = visitors(&town).await;
    let objects = Objects::of(&town).await;
    let ours = town.account(visitors::OURS).account;
    let mut findings = Findings(Vec::new());
    assert!(town.app.routes.len() > 60, "{}", town.app.routes.len());
    for route in &town.app.routes {
        // What is let in may change things: it does so in a town of its own.
        let other_town = if route.method == Method::GET { None } else { Some(town.copy().await) };
        let mut is_spoilt = false;
        for visitor in visitors.iter().filter(|visitor| applies(visitor, route, ours)) {
            let expected = visitor.expects(route.demand);
            let path = objects.path(route, visitor.account, Whose::Ours).unwrap();
            let place = other_town.as_ref().filter(|_| expected == Verdict::LetIn).unwrap_or(&town);
            let answer = send(&mut visitor.client(place).await, visitor, route, &path).await;
            // What the one before has done cannot be done again.
            if !(is_spoilt && expected == Verdict::LetIn && answer.status == StatusCode::NOT_FOUND) {
                findings.check(visitor, route, &answer, expected);
            }
            is_spoilt |= expected == Verdict::LetIn && route.method != Method::GET;
        }
    }
    findings.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_somebody_elses_is_as_if_it_were_not() {
    let town = Town::new(TestDb::sqlite(&migrations(&demo_modules())).await).await;
    let visitors = visitors(&town).await;
    let objects = Objects::of(&town).await;
    let ours = town.account(visitors::OURS).account;
    let mut findings = Findings(Vec::new());
    let mut tried = 0;
    for route in town
        .app
        .routes
        .iter()
        .filter(|route| matches!(route.demand, Demand::Member(_) | Demand::Applicant | Demand::Key(_)))
    {
        let let_in = |visitor: &&Visitor| visitor.account == ours && visitor.expects(route.demand) == Verdict::LetIn;
        let Some(foreign) = objects.path(route, ours, Whose::Others) else { continue };
        let Some(missing) = objects.path(route, ours, Whose::Nobodys) else { continue };
        for visitor in visitors.iter().filter(let_in) {
            let before = objects.unchanged(&town).await;
            let answer = send(&mut visitor.client(&town).await, visitor, route, &foreign).await;
            let nothing = send(&mut visitor.client(&town).await, visitor, route, &missing).await;
            let what = format!("{} {} by {}", route.method, route.path, visitor.name);
            if route.method == Method::GET && answer.status != StatusCode::NOT_FOUND {
                findings.0.push(format!("{what}: {}, not 404", answer.status));
            }
            let said = |answer: &Answer| (answer.status, answer.location(), answer.header("set-cookie").to_owned());
            if said(&answer) != said(&nothing) {
                findings.0.push(format!(
                    "{what}: {:?}, but {:?} for what does not exist",
                    said(&answer),
                    said(&nothing)
                ));
            }
            if objects.unchanged(&town).await != before {
                findings.0.push(format!("{what}: it was changed"));
            }
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
    findings.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_opens_only_what_is_his_or_her_own() {
    let town = Town::new(TestDb::sqlite(&migrations(&demo_modules())).await).await;
    let account = town.account(visitors::OURS).account;
    let operation = town.operation_of(account, "nolwenn@kerlann.example").await;
    let path = format!("/accounts/{account}/history/{operation}");
    for (email, status) in [
        ("nolwenn@kerlann.example", StatusCode::OK),
        ("ewen@kerlann.example", StatusCode::NOT_FOUND),
        ("maelle@kerlann.example", StatusCode::OK),
        ("ombeline@nord-lumiere.example", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(town.signed_in(email, true).await.get(&path).await.status, status, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_rights_holds_at_the_next_request() {
    let town = Town::new(TestDb::sqlite(&migrations(&demo_modules())).await).await;
    let account = town.account(visitors::OURS).account;
    let members = format!("/accounts/{account}/members");
    let mut tugdual = town.signed_in("tugdual@kerlann.example", true).await;
    assert_eq!(tugdual.get(&members).await.status, StatusCode::OK);
    let person = town.person("tugdual@kerlann.example").await;
    let mut admin = town.signed_in("maelle@kerlann.example", true).await;
    let changed = admin.post_form(&format!("{members}/{person}/roles"), &[("roles", "user")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert_eq!(tugdual.get(&members).await.status, StatusCode::NOT_FOUND);
    let removed = admin.post_form(&format!("{members}/{person}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    assert_eq!(tugdual.get(&format!("/accounts/{account}")).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn the_visitors_tell_the_states_apart() {
    assert!(AccountState::Suspended.is_open());
    let refused = Visitor {
        name: String::new(),
        account: kit_core::AccountId(1),
        kind: Kind::Person {
            email: "",
            place: Some((AccountState::Refused, kit_web::Roles::of(&[kit_web::Role::Admin]))),
            staff: kit_web::StaffPermissions::NONE,
            second_factor: true,
        },
    };
    assert_eq!(refused.expects(Demand::Member(kit_web::Role::ALL)), Verdict::NotOpen);
    assert_eq!(refused.expects(Demand::Applicant), Verdict::LetIn);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_terms_are_asked_of_every_member() {
    let town = Town::new(TestDb::sqlite(&migrations(&demo_modules())).await).await;
    let objects = Objects::of(&town).await;
    let account = town.account(visitors::OURS).account;
    town.app.pass(jiff::SignedDuration::from_hours(24 * 31));
    let mut admin = town.signed_in("maelle@kerlann.example", true).await;
    let terms = format!("/accounts/{account}/terms");
    for route in town.app.routes.iter().filter(|route| matches!(route.demand, Demand::Member(_))) {
        let path = objects.path(route, account, Whose::Ours).unwrap();
        let answer =
            if route.method == Method::GET { admin.get(&path).await } else { admin.post_form(&path, &[]).await };
        assert_eq!(answer.location().as_deref(), Some(terms.as_str()), "{} {}", route.method, route.path);
    }
    let accepted = admin.post_form(&terms, &[("version", "2"), ("terms", "yes")]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text());
    assert_eq!(admin.get(&format!("/accounts/{account}/credits")).await.status, StatusCode::OK);
}
