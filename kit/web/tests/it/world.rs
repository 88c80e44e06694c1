//! A program where people keep notes.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kit_core::{Locale, PersonId, Text, Token};
use kit_db::{Failed, FromRow, Migration, Read, refuse, sql};
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{
    ActingKey, ActingPerson, Actor, Anyone, Attempt, Credential, Demand, Denied, Flash, Form, Gate, Json, Module,
    Myself, Once, Page, Path, Problem, Query, Scope, Scopes, View, WebError, World, Written, get, post,
};

pub const NOTES: &[Migration] = &[Migration {
    name: "0900_notes",
    text: "CREATE TABLE notes (id {id}, owner BIGINT NOT NULL, said {text} NOT NULL);",
}];

sql!(ADD, "INSERT INTO notes (id, owner, said) VALUES ($1, $2, $3)");
sql!(ALL, "SELECT said FROM notes ORDER BY said");

pub fn modules() -> Vec<Module> {
    let notes = Module::new("notes").migrations(NOTES).texts(&[
        (Locale::Fr, "notes-title = Notes\nnotes-done = Noté : { $said }\n"),
        (Locale::En, "notes-title = Notes\nnotes-done = Noted: { $said }\n"),
    ]);
    vec![notes.routes([
        get("/notes", show),
        post("/notes", add),
        get("/open", open),
        get("/named/{name}", named),
        get("/search", search),
        get("/go", go),
        get("/ends/{how}", ends),
        post("/ends/{how}", ends),
        get("/api/v1/notes", list),
        post("/api/v1/notes", put),
        get("/api/v1/ends/{how}", ends),
    ])]
}

kit_web::permission! {
    pub UseNotes: Demand::Key(&[Scope::CreditsRead]);
}

/// The token of a person, or of his key.
pub fn token(person: i64) -> Token {
    let letter = ["B", "C", "D"][usize::try_from(person).unwrap() - 1];
    Token::parse(&format!("{}A", letter.repeat(42))).unwrap()
}

fn resolve(_: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    let mut actor = Actor::default();
    let owner = |hash| (1..=3).find(|person| token(*person).hash() == hash);
    match attempt.credential {
        Credential::Session(hash) => actor.person = owner(hash).map(person),
        Credential::Key(hash) => actor.key = Some(key(owner(hash).ok_or(Denied::NoKey)?)),
        Credential::None | Credential::Machine(_) => {}
    }
    match attempt.demand {
        demand if actor.meets(demand) => Ok(actor),
        Demand::Key(_) => Err(Denied::NoKey),
        _ => Err(Denied::SignIn),
    }
}

fn person(id: i64) -> ActingPerson {
    ActingPerson {
        id: PersonId::from_raw(id),
        name: format!("Person {id}"),
        email: format!("{id}@exemple.fr"),
        locale: Locale::En,
        time_zone: "Europe/Paris".into(),
        session: id,
        staff: kit_web::StaffPermissions::NONE,
    }
}

fn key(id: i64) -> ActingKey {
    ActingKey {
        prefix: format!("gk_{id}"),
        account: kit_core::AccountId(id),
        state: kit_web::AccountState::Active,
        scopes: Scopes::of(&[Scope::CreditsRead]),
        member: None,
    }
}

/// The program at `url`, on the database of a test.
pub fn program(test: TestDb, url: &str) -> TestApp {
    TestApp::start_in(test, modules(), resolve, |world| World { public_url: url.parse().unwrap(), ..world })
}

/// The same at its usual address.
pub fn app(test: TestDb) -> TestApp {
    program(test, "http://guichet.test")
}

/// A browser that this person is signed in with.
pub fn signed_in(app: &TestApp, person: i64) -> Client {
    let mut client = app.client();
    client.keep("guichet_session", &token(person).reveal());
    client
}

#[derive(FromRow)]
struct Note {
    said: String,
}

fn all(read: &mut Read<'_>) -> Result<Vec<String>, WebError> {
    Ok(read.all::<Note>(&ALL, &[])?.into_iter().map(|note| note.said).collect())
}

pub async fn notes(app: &TestApp) -> Vec<String> {
    app.app.db.read(all).await.unwrap()
}

#[derive(Template)]
#[template(
    source = "{% for note in notes %}<p>{{ note }}</p>{% endfor %}<input name=\"once\" value=\"{{ once }}\">",
    ext = "html"
)]
struct NotesView {
    notes: Vec<String>,
    once: Once,
}

impl View for NotesView {
    fn title(&self) -> Text {
        Text::new("notes-title")
    }
}

async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let (actor, notes) = gate.read(|read, _| all(read)).await?;
    Ok(gate.page(&actor, NotesView { notes, once: gate.once() }))
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct NoteForm {
    once: Once,
    said: String,
}

async fn add(gate: Gate<Myself>, Form(form): Form<NoteForm>) -> Result<Response, WebError> {
    let said = form.said.clone();
    let written = gate.write_once(&form.once, move |tx, ctx, actor| {
        let id = PersonId::random(&ctx.random);
        tx.exec(&ADD, &[&id, &actor.person().map(|person| person.id.0).unwrap_or_default(), &said])?;
        if said == "no" { refuse(StatusCode::CONFLICT) } else { Ok(()) }
    });
    let (actor, written) = written.await?;
    match written {
        Written::Done(()) => {
            Ok(gate.redirect(&actor, "/notes", Flash::done(Text::new("notes-done").with("said", form.said))))
        }
        Written::Repeated => Ok(gate.redirect(&actor, "/notes", Flash::warning(Text::new("notes-title")))),
        Written::Refused(_) => {
            Ok(gate.invalid(&actor, NotesView { notes: vec![form.said], once: form.once }).into_response())
        }
    }
}

async fn open(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, NotesView { notes: Vec::new(), once: gate.once() }))
}

async fn named(gate: Gate<Anyone>, Path(name): Path<String>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, NotesView { notes: vec![name], once: gate.once() }))
}

#[derive(serde::Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    n: Option<i64>,
}

async fn search(gate: Gate<Anyone>, Query(search): Query<Search>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let number = search.n.map(|n| n.to_string()).unwrap_or_default();
    Ok(gate.page(&actor, NotesView { notes: vec![search.q, number], once: gate.once() }))
}

/// A handler that believes its caller: what goes wrong then is to stay small.
async fn go(gate: Gate<Anyone>, Query(search): Query<Search>) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.redirect(&actor, &search.q, Flash::done(Text::new("notes-done").with("said", search.q.clone()))))
}

async fn ends(_gate: Gate<Anyone>, Path(how): Path<String>) -> Result<Response, WebError> {
    match how.as_str() {
        "busy" => Err(WebError::Busy),
        "unknown" => Err(WebError::Unknown),
        "fault" => Err(WebError::Fault("the plate of secrets broke".into())),
        "too-many" => Err(WebError::TooMany { retry_after: 7 }),
        "bare" => Ok(StatusCode::IM_A_TEAPOT.into_response()),
        "panic" => panic!("on purpose"),
        _ => Err(WebError::NotFound),
    }
}

async fn list(gate: Gate<UseNotes>) -> Result<axum::Json<Vec<String>>, Problem> {
    let (_, notes) = gate.read(|read, _| all(read)).await?;
    Ok(axum::Json(notes))
}

#[derive(serde::Deserialize)]
struct NoteBody {
    said: String,
}

async fn put(gate: Gate<UseNotes>, Json(note): Json<NoteBody>) -> Result<StatusCode, Problem> {
    let written = gate.write(move |tx, ctx, _| {
        tx.exec(&ADD, &[&PersonId::random(&ctx.random), &0_i64, &note.said]).map_err(Failed::<()>::from)
    });
    let (_, written) = written.await?;
    Ok(if written.is_ok() { StatusCode::CREATED } else { StatusCode::CONFLICT })
}
