//! The API's description, for people: rendered from the very document that programs read.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Anyone, Gate, Page, SHARED_PROBLEMS, View, WebError, Width};
use serde_json::Value;

use super::description::document;
use super::problems::{PROBLEMS, ProblemType};

/// The description as a page.
#[derive(Template)]
#[template(path = "pages/api.html")]
pub struct DocsView {
    publisher: String,
    about: String,
    endpoints: Vec<Endpoint>,
    schemas: Vec<Schema>,
    problems: Vec<ProblemType>,
}

struct Endpoint {
    method: String,
    path: String,
    summary: String,
    description: String,
    scopes: Vec<String>,
    parameters: Vec<Field>,
    body: Option<String>,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    description: String,
    schema: Option<String>,
}

struct Schema {
    name: String,
    description: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    schema: Option<String>,
    required: bool,
    description: String,
}

impl View for DocsView {
    fn title(&self) -> Text {
        Text::new("credits-api-title").with("publisher", self.publisher.as_str())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl DocsView {
    /// The page of a description, in the publisher's name.
    pub fn of(publisher: &str, document: &Value) -> DocsView {
        let schemas = entries(&document["components"]["schemas"]).map(|(name, schema)| Schema {
            name: name.clone(),
            description: text(&schema["description"]),
            fields: fields(schema),
        });
        let mut problems = [PROBLEMS, SHARED_PROBLEMS, machines::PROBLEMS].concat();
        problems.sort_by_key(|problem| problem.status);
        let endpoints = entries(&document["paths"]).flat_map(|(path, methods)| {
            entries(methods).map(move |(method, endpoint)| Endpoint::new(method, path, endpoint))
        });
        DocsView {
            publisher: publisher.to_owned(),
            about: text(&document["info"]["description"]),
            endpoints: endpoints.collect(),
            schemas: schemas.collect(),
            problems,
        }
    }
}

impl Endpoint {
    fn new(method: &str, path: &str, endpoint: &Value) -> Endpoint {
        let scopes = list(&endpoint["security"]).flat_map(|ways| list(&ways["key"]).map(text));
        let parameters = list(&endpoint["parameters"]).map(|parameter| Field {
            name: text(&parameter["name"]),
            required: parameter["required"] == true,
            description: text(&parameter["description"]),
            schema: None,
            kind: kind(&parameter["schema"]),
        });
        let answers = entries(&endpoint["responses"]).map(|(status, answer)| Answer {
            status: status.clone(),
            description: text(&answer["description"]),
            schema: schema_of(answer),
        });
        Endpoint {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            summary: text(&endpoint["summary"]),
            description: text(&endpoint["description"]),
            scopes: scopes.collect(),
            parameters: parameters.collect(),
            body: schema_of(&endpoint["requestBody"]),
            answers: answers.collect(),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The schema of a body or an answer, by its name.
fn schema_of(holder: &Value) -> Option<String> {
    entries(&holder["content"]).find_map(|(_, content)| referred(&content["schema"]))
}

/// The name of the schema that is referred to, directly, as one of several, or as what a list is of.
fn referred(schema: &Value) -> Option<String> {
    let name = |value: &Value| value["$ref"].as_str()?.rsplit('/').next().map(str::to_owned);
    name(schema).or_else(|| list(&schema["oneOf"]).find_map(name)).or_else(|| name(&schema["items"]))
}

fn fields(schema: &Value) -> Vec<Field> {
    let required = |name: &str| list(&schema["required"]).any(|required| required == name);
    entries(&schema["properties"])
        .map(|(name, property)| Field {
            name: name.clone(),
            kind: kind(property),
            schema: referred(property),
            required: required(name),
            description: text(&property["description"]),
        })
        .collect()
}

/// The kind of value, with its bounds: `integer 1…200`.
fn kind(schema: &Value) -> String {
    let mut kind = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect::<Vec<_>>().join(" | ")
        }
        _ => String::new(),
    };
    let bounds = |least: &str, most: &str| match (schema[least].as_i64(), schema[most].as_i64()) {
        (None, None) => None,
        (least, most) => {
            let say = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            Some(format!(" {}…{}", say(least), say(most)))
        }
    };
    kind.extend(bounds("minimum", "maximum").or_else(|| bounds("minLength", "maxLength")));
    kind
}

/// The description, for people.
pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, DocsView::of(&actor.brand.name, document())))
}
