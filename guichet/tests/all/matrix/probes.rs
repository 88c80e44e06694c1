//! What is sent to each route to try it: objects that exist, and forms that a page would send.

use std::collections::BTreeMap;

use accounts::service::{companies, invitations, keys, members, teams};
use axum::body::Body;
use credits::{HistoryFilter, Kind, Sight};
use http::{Method, Request, header};
use jiff::Timestamp;
use kit_core::{AccountId, PageSize, PersonId};
use kit_db::{DbError, Read};
use kit_testkit::{Answer, Client};
use kit_web::Route;
use orders::{OrderFilter, OrderRow};

use super::visitors::{OURS, THEIRS, Visitor};
use crate::town::Town;

/// Whose object a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Ours,
    Others,
    Nobodys,
}

/// Objects by the name that routes give them: ours, and somebody else's of the same kind where there can be one.
pub struct Objects {
    by_name: BTreeMap<&'static str, (String, Option<String>)>,
    /// An account that each of the publisher's decisions can be about.
    to_decide: BTreeMap<&'static str, AccountId>,
}

impl Objects {
    /// Looks the objects up.
    pub async fn of(town: &Town) -> Objects {
        let ours = Things::of(town, town.account(OURS).account, "ewen@kerlann.example").await;
        let theirs = Things::of(town, town.account(THEIRS).account, "victor@nord-lumiere.example").await;
        let both = |of: fn(&Things) -> String| (of(&ours), Some(of(&theirs)));
        let one = |text: &str| (text.to_owned(), None);
        let missing = "credit-99999999".to_owned();
        town.prepare_terms().await;
        let decisions = [
            ("accept", "Ostrelle"),
            ("refuse", "Ostrelle"),
            ("reopen", "Fictelle"),
            ("suspend", OURS),
            ("reactivate", "Tavernel"),
        ];
        let to_decide = decisions.map(|(decision, name)| (decision, town.account(name).account)).into();
        let (endpoint, delivery) = town.webhook().await;
        let (line, import) = town.statement().await;
        let (level, canned) = town.support().await;
        let by_name = BTreeMap::from([
            ("person", both(|things| things.person.to_string())),
            ("invitation", both(|things| things.invitation.clone())),
            ("company", both(|things| things.company.clone())),
            ("key", both(|things| things.key.clone())),
            ("team", both(|things| things.team.clone())),
            ("case", both(|things| things.case.clone())),
            ("file", both(|things| things.file.clone())),
            ("level", (level, None)),
            ("canned", (canned, None)),
            ("operation", (ours.operation.clone(), Some(missing.clone()))),
            ("id", (ours.operation.clone(), Some(missing))),
            ("lot", (ours.lot.clone(), Some("credit-99999999".to_owned()))),
            ("minute", (ours.minute.clone(), Some("minute-99999999".to_owned()))),
            ("correction", (town.correction().await, None)),
            ("hold", both(|things| things.hold.clone())),
            ("lease", both(|things| things.lease.clone())),
            ("tag", one("en")),
            ("link", one("0000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
            ("session", one("0000000000000")),
            ("version", one("2")),
            ("language", one("fr")),
            ("kind", one("people-reset")),
            ("name", one("00000000000000000-0000000000000")),
            ("job", one("0000000000000")),
            ("price", (town.price().await, None)),
            ("endpoint", (endpoint, None)),
            ("delivery", (delivery, None)),
            ("order", both(|things| things.order.clone())),
            ("receipt", (town.receipt().await, None)),
            ("back", one("refund")),
            ("pack", (town.pack().await, None)),
            ("line", (line, None)),
            ("import", (import, None)),
            ("machine", both(|things| things.machine.clone())),
            ("sign_up", one("0000000000000")),
            ("export", one("0000000000000")),
            ("request", (town.erasure_request().await, None)),
        ]);
        Objects { by_name, to_decide }
    }

    /// The path of a route, filled in; nothing when the objects that it names can be nobody else's.
    pub fn path(&self, route: &Route, account: AccountId, whose: Whose) -> Option<String> {
        let mut can_be_others = false;
        let filled = |part: &str| {
            let Some(name) = part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else {
                return part.to_owned();
            };
            if name == "account" {
                return account.to_string();
            }
            if name == "id" && route.path.starts_with("/staff/accounts/{id}") {
                let decision = route.path.rsplit('/').next().unwrap_or_default();
                return self.to_decide.get(decision).unwrap_or(&account).to_string();
            }
            let name = match name {
                "operation" if route.path.ends_with("/lot") => "lot",
                "operation" if route.path.contains("/support-time/") => "minute",
                "id" if route.path.starts_with("/api/v1/holds/") => "hold",
                "id" if route.path.starts_with("/api/v1/leases/") => "lease",
                other => other,
            };
            let known = self.by_name.get(name);
            let (own, other) = known.unwrap_or_else(|| panic!("{}: say in the matrix what {part} may be", route.path));
            can_be_others |= other.is_some();
            match (whose, other) {
                (Whose::Others, Some(other)) => other.clone(),
                (Whose::Nobodys, Some(_)) if own.starts_with("credit-") => "credit-88888888".to_owned(),
                (Whose::Nobodys, Some(_)) => "0000000000002".to_owned(),
                _ => own.clone(),
            }
        };
        let path = route.path.split('/').map(filled).collect::<Vec<_>>().join("/");
        (whose == Whose::Ours || can_be_others).then_some(path)
    }

    /// What the others have, to see that it stays as it is.
    pub async fn unchanged(&self, town: &Town) -> String {
        let account = town.account(THEIRS).account;
        let found = town.app.test.db.read::<_, DbError, _>(move |read| {
            let members = members::members(read, account)?;
            let invitations = invitations::invitations(read, account)?;
            Ok(format!(
                "{members:?} {invitations:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                companies::companies(read, account)?,
                keys::keys(read, account)?,
                credits::balance(read, account, Timestamp::UNIX_EPOCH)?,
                orders_of(read, account)?,
                machines::service::machines(read, account, None, PageSize::default())?,
                teams::teams(read, account)?,
                cases_of(read, account)?
            ))
        });
        found.await.unwrap()
    }
}

/// The latest orders of an account.
fn orders_of(read: &mut Read<'_>, account: AccountId) -> Result<Vec<OrderRow>, DbError> {
    let filter = OrderFilter { account: Some(account), ..OrderFilter::default() };
    Ok(orders::orders(read, filter, None, PageSize::default())?.rows)
}

/// The latest cases of an account, with what was said.
fn cases_of(read: &mut Read<'_>, account: AccountId) -> Result<String, DbError> {
    let rows = support::of_account(read, account, PageSize::default())?.rows;
    let told = rows.iter().map(|row| support::case(read, support::Viewer::Staff, row.number));
    Ok(format!("{:?}", told.collect::<Result<Vec<_>, _>>()?))
}

/// The latest operation of an account that brought credits in.
fn grant_of(read: &mut Read<'_>, account: AccountId) -> Result<String, DbError> {
    let filter = HistoryFilter { kind: Some(Kind::Grant), ..HistoryFilter::default() };
    let page = credits::history(read, account, Sight::All, &filter, None, PageSize::default())?;
    Ok(page.rows[0].id().to_string())
}

/// Things that an account has.
struct Things {
    person: PersonId,
    invitation: String,
    company: String,
    key: String,
    operation: String,
    lot: String,
    hold: String,
    lease: String,
    order: String,
    machine: String,
    team: String,
    case: String,
    file: String,
    minute: String,
}

impl Things {
    async fn of(town: &Town, account: AccountId, email: &str) -> Things {
        town.invite(account, "invited@elsewhere.example").await;
        let operation = town.operation_of(account, email).await;
        let (hold, lease) = town.set_aside(account).await;
        let (machine, _) = town.machine(account).await;
        let team = town.team(account).await;
        let case = town.case(account).await;
        let file = town.file(account, &case).await;
        let minute = town.burn(account).await;
        let email = email.to_owned();
        let found = town.app.test.db.read::<_, DbError, _>(move |read| {
            let everybody = members::members(read, account)?;
            let user = everybody.iter().find(|one| one.email.as_str() == email).expect("a user").member.person;
            let other = everybody.iter().rfind(|one| one.member.person != user && one.member.roles.codes() == "user");
            let pending = invitations::invitations(read, account)?;
            Ok(Things {
                person: other.map_or(user, |one| one.member.person),
                invitation: pending
                    .iter()
                    .find(|one| one.email.as_str() == "invited@elsewhere.example")
                    .unwrap()
                    .id
                    .to_string(),
                company: companies::companies(read, account)?[0].id.to_string(),
                key: keys::keys(read, account)?[0].id.to_string(),
                operation: operation.clone(),
                lot: grant_of(read, account)?,
                hold: hold.clone(),
                lease: lease.clone(),
                machine: machine.clone(),
                order: orders_of(read, account)?[0].number.to_string(),
                team: team.clone(),
                case: case.clone(),
                file: file.clone(),
                minute: minute.clone(),
            })
        });
        let things: Things = found.await.unwrap();
        town.designate(account, things.person).await;
        things
    }
}

/// Sends what a page, or a program, would send to this route.
pub async fn send(client: &mut Client, visitor: &Visitor, route: &Route, path: &str) -> Answer {
    if route.method == Method::GET {
        return client.get(path).await;
    }
    if route.method == Method::DELETE {
        return client.send(Request::builder().method(Method::DELETE).uri(path).body(Body::empty()).unwrap()).await;
    }
    match route.path {
        "/api/v1/machines" => {
            let body = serde_json::json!({
                "account": visitor.account, "personal_code": "00000-00000", "name": "Poste 1", "system": "Windows 11",
                "application": "Planelle", "version": "2.4",
            });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/sign-ups" => {
            client.post_json(path, &[], &serde_json::json!({ "email": "new@elsewhere.example" })).await
        }
        "/api/v1/sign-ups/{sign_up}/confirm" => {
            let body = serde_json::json!({
                "code": "0000-0000", "password": "sept-lampadaires-bleus-42", "name": "Poste 1", "system": "Windows 11",
                "application": "Planelle", "version": "2.4",
            });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/machines/forgotten-code" => {
            client.post_json(path, &[], &serde_json::json!({ "account": visitor.account })).await
        }
        "/api/v1/machines/self/heartbeat" => client.post_json(path, &[], &serde_json::json!({})).await,
        "/api/v1/machines/self/account" => {
            let (login, changes) = ("nobody@elsewhere.example", serde_json::json!({ "town": "Nantes" }));
            let body = serde_json::json!({ "version": "0", "login": login, "password": "wrong", "changes": changes });
            client.patch_json(path, &body).await
        }
        "/api/v1/machines/self/portal" => {
            let body = serde_json::json!({ "login": "nobody@elsewhere.example", "password": "wrong" });
            client.post_json(path, &[], &body).await
        }
        "/api/v1/usage" => {
            let price = if visitor.charges() { "amount" } else { "quantity" };
            let body = serde_json::json!({ "feature": "plan.render", price: 1 });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/holds" => {
            let price = if visitor.charges() { "amount" } else { "quantity" };
            let body = serde_json::json!({ "feature": "plan.render", price: 1, "expires_in": 60 });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/leases" => {
            let body = serde_json::json!({ "amount": 1, "expires_in": 3600 });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/leases/{id}/settle" => {
            let body = serde_json::json!({ "uses": [] });
            client.post_json(path, &[("idempotency-key", "matrix")], &body).await
        }
        "/api/v1/holds/{id}/capture" | "/api/v1/holds/{id}/release" => {
            client.post_json(path, &[("idempotency-key", "matrix")], &serde_json::json!({})).await
        }
        "/staff/settings/brand/logo" | "/staff/bank/imports" => {
            let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n";
            let request = Request::builder().method(Method::POST).uri(path).header("sec-fetch-site", "same-origin");
            let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
            client.send(request.body(Body::from(body)).unwrap()).await
        }
        _ => client.post_form(path, &[]).await,
    }
}
