//! Invoicing v2.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, answer};
use crate::world::{Refused, World};
use crate::{Double, Mailed};

pub async fn create(State(double): State<Double>, Json(draft): Json<Value>) -> Answer {
    answer(&double, StatusCode::CREATED, |world| world.create_invoice(draft))
}

pub async fn search(State(double): State<Double>, Json(sought): Json<Value>) -> Answer {
    answer(&double, StatusCode::OK, |world| Ok(world.search_invoices(&sought)))
}

pub async fn show(State(double): State<Double>, Path(id): Path<String>) -> Answer {
    answer(&double, StatusCode::OK, |world| world.show_invoice(&id))
}

pub async fn send(State(double): State<Double>, Path(id): Path<String>) -> Response {
    let page = double.world().address("pay/invoices", &id);
    let link = json!({ "href": page, "rel": "payer-view", "method": "GET" });
    mailing(&double, (StatusCode::OK, Json(link)).into_response(), |world| world.send_invoice(&id))
}

pub async fn remind(State(double): State<Double>, Path(id): Path<String>) -> Response {
    mailing(&double, StatusCode::NO_CONTENT.into_response(), |world| world.remind_invoice(&id))
}

pub async fn delete(State(double): State<Double>, Path(id): Path<String>) -> Response {
    silent(&double, |world| world.delete_invoice(&id))
}

pub async fn cancel(State(double): State<Double>, Path(id): Path<String>) -> Response {
    silent(&double, |world| world.cancel_invoice(&id))
}

/// Does what PayPal answers with nothing.
fn silent(double: &Double, action: impl FnOnce(&mut World) -> Result<(), Refused>) -> Response {
    let done = answer(double, StatusCode::OK, |world| action(world).map(|()| Value::Null));
    done.map_or_else(IntoResponse::into_response, |_| StatusCode::NO_CONTENT.into_response())
}

/// Does what makes a mail, and hands the mail over.
fn mailing(double: &Double, done: Response, action: impl FnOnce(&mut World) -> Result<Mailed, Refused>) -> Response {
    let mut mailed = None;
    let result = answer(double, StatusCode::OK, |world| {
        mailed = Some(action(world)?);
        Ok(Value::Null)
    });
    if let Some(mailed) = &mailed {
        double.mail(mailed);
    }
    result.map_or_else(IntoResponse::into_response, |_| done)
}
