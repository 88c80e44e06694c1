//! Where the customer pays: a plain page in French and English that says what it is.

mod texts;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Form, Router};
use http::{HeaderMap, StatusCode};
use kit_core::Money;
use serde::Deserialize;

use crate::Double;
use crate::world::Outcome;
use texts::Texts;

/// What the page shows.
#[derive(Template)]
#[template(path = "pay.html")]
struct PayView<'a> {
    texts: &'static Texts,
    title: &'a str,
    number: &'a str,
    payee: &'a str,
    amount: String,
    /// The customer can decide now.
    open: bool,
    /// A part can be paid: only a mailed request, to show what happens then.
    part: bool,
    /// What became of it.
    state: &'static str,
}

#[derive(Deserialize)]
struct Language {
    lang: Option<String>,
}

#[derive(Deserialize)]
struct Decision {
    how: String,
}

pub fn router(double: &Double) -> Router {
    Router::new()
        .route("/pay/invoices/{id}", get(show_invoice).post(decide_invoice))
        .route("/pay/orders/{id}", get(show_order).post(decide_order))
        .route("/pay/style.css", get(style))
        .with_state(double.clone())
}

async fn style() -> impl IntoResponse {
    ([("content-type", "text/css; charset=utf-8")], include_str!("../../templates/pay.css"))
}

async fn show_invoice(
    State(double): State<Double>,
    Path(id): Path<String>,
    Query(language): Query<Language>,
    headers: HeaderMap,
) -> Response {
    let texts = Texts::of(language.lang.as_deref(), &headers);
    let world = double.world();
    let Some(invoice) = world.invoices.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let status = world.invoice_status(&id).unwrap_or_default();
    page(&PayView {
        texts,
        title: invoice.title(),
        number: &invoice.number,
        payee: &world.email,
        amount: texts.amount(invoice.total),
        open: matches!(status, "SENT" | "PARTIALLY_PAID"),
        part: true,
        state: texts.state(status),
    })
}

async fn show_order(
    State(double): State<Double>,
    Path(id): Path<String>,
    Query(language): Query<Language>,
    headers: HeaderMap,
) -> Response {
    let texts = Texts::of(language.lang.as_deref(), &headers);
    let world = double.world();
    let Some(order) = world.orders.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let open = world.undecided(&id);
    page(&PayView {
        texts,
        title: &order.title,
        number: &order.number,
        payee: &world.email,
        amount: texts.amount(order.amount),
        open,
        part: false,
        state: texts.state(if open { "SENT" } else { "APPROVED" }),
    })
}

async fn decide_invoice(
    State(double): State<Double>,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Response {
    let total = double.world().invoices.get(&id).map(|invoice| invoice.total);
    let outcome: Outcome = match (decision.how.as_str(), total) {
        ("later", _) => double.pay_invoice_later(&id),
        ("part", Some(total)) => double.pay_part(&id, Money { minor: total.minor / 2, ..total }),
        _ => double.pay_invoice(&id),
    };
    // What cannot be paid any more says so on its page.
    outcome.ok();
    Redirect::to(&format!("/pay/invoices/{id}")).into_response()
}

async fn decide_order(
    State(double): State<Double>,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Response {
    let Some((back, away)) =
        double.world().orders.get(&id).map(|order| (order.return_url.clone(), order.cancel_url.clone()))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let outcome = match decision.how.as_str() {
        "no" => return leave(&away, &id),
        "later" => double.approve_later(&id),
        _ => double.approve(&id),
    };
    match outcome {
        Ok(()) => leave(&back, &id),
        Err(_) => Redirect::to(&format!("/pay/orders/{id}")).into_response(),
    }
}

/// Back to the publisher, with the order's id as PayPal adds it.
fn leave(to: &str, id: &str) -> Response {
    let joint = if to.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{to}{joint}token={id}")).into_response()
}

fn page(view: &PayView<'_>) -> Response {
    // A payment leads away to the publisher's address, which `form-action` would stop; so it is left open.
    let policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'";
    match view.render() {
        Ok(html) => ([("content-security-policy", policy)], Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
