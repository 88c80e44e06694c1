//! A browser of the simplest kind: it keeps cookies and fills forms.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use kit_core::{Random, Token};
use tower::ServiceExt;

/// More than any answer holds.
const LONGEST: usize = 64 << 20;

/// Sends requests to a program in the same process.
#[derive(Clone)]
pub struct Client {
    router: Router,
    origin: String,
    cookies: BTreeMap<String, String>,
    headers: HeaderMap,
    peer: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(router: Router, origin: String) -> Client {
        let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
        Client { router, origin, cookies: BTreeMap::new(), headers: HeaderMap::new(), peer }
    }

    /// The same client, sending this header with each request.
    pub fn with_header(mut self, name: header::HeaderName, value: &str) -> Client {
        self.headers.insert(name, value.parse().expect("a header"));
        self
    }

    /// The same client, a program that shows this API key.
    pub fn with_key(self, key: &str) -> Client {
        self.with_header(header::AUTHORIZATION, &format!("Bearer {key}"))
    }

    /// The same client at another network address.
    pub fn at(mut self, peer: SocketAddr) -> Client {
        self.peer = peer;
        self
    }

    /// The same client with a session, for programs whose `resolve` says by itself who acts.
    pub fn with_session(mut self) -> Client {
        self.keep("guichet_session", &Token::random(&Random::seeded(1)).reveal());
        self
    }

    /// The cookies that it keeps.
    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    /// Keeps a cookie, as if the program had set it.
    pub fn keep(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).expect("a request")).await
    }

    /// Asks for a page and goes where it leads, ten times at most.
    pub async fn visit(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..10 {
            let Some(next) = answer.location() else { break };
            answer = self.get(&next).await;
        }
        answer
    }

    /// Sends a form, as a page of the program itself would.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form(path, fields)).await
    }

    /// The same, and reads nothing of the answer's body.
    pub async fn post_form_unread(&mut self, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
        self.ask(self.form(path, fields)).await
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, &self.origin);
        request.body(Body::from(body)).expect("a request")
    }

    /// Opens `page` and sends its form to `action` with these fields, the hidden `once` of the page among them.
    pub async fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.get(page).await;
        let once = form.hidden("once");
        let mut fields = fields.to_vec();
        fields.extend(once.as_deref().map(|once| ("once", once)));
        self.post_form(action, &fields).await
    }

    /// Sends JSON, as a program would.
    pub async fn post_json(&mut self, path: &str, headers: &[(&str, &str)], body: &serde_json::Value) -> Answer {
        self.send_json("POST", path, headers, body).await
    }

    /// Sends JSON with PATCH.
    pub async fn patch_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        self.send_json("PATCH", path, &[], body).await
    }

    async fn send_json(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &serde_json::Value,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Sends any request, with the cookies and headers of this client, and keeps the cookies of the answer.
    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let (parts, body) = self.ask(request).await.into_parts();
        let body = to_bytes(body, LONGEST).await.expect("a whole body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn ask(&mut self, mut request: Request<Body>) -> Response<Body> {
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, pairs.join("; ").parse().expect("cookies"));
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.remember(cookie.to_str().expect("a cookie of ASCII"));
        }
        response
    }

    fn remember(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').expect("a cookie has a name and a value");
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// Whether the text of the body contains `words`, whether their blanks break or not.
    pub fn says(&self, words: &str) -> bool {
        let breaking = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        breaking(&self.text()).contains(&breaking(words))
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.status.is_redirection().then(|| self.header("location").to_owned())
    }

    /// The value of the first field with this name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let at = text.find(&format!("name=\"{name}\""))?;
        let start = text[..at].rfind('<')?;
        let tag = &text[start..start + text[start..].find('>')?];
        let value = tag.split_once("value=\"")?.1;
        Some(value[..value.find('"')?].replace("&#38;", "&").replace("&amp;", "&"))
    }
}

/// Percent-encoding of all but letters and digits.
fn encoded(text: &str) -> String {
    let byte =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(byte).collect()
}
