//! As much of JSON Schema (draft 4, as OpenAPI 3.0 means it) as PayPal's descriptions use. A keyword that is not known here
//! fails the test that meets it, so nothing is skipped unseen.

use std::collections::{HashMap, HashSet};

use fancy_regex::Regex;
use serde_json::{Map, Value};

/// What says nothing about whether a value is valid, or (`format`) what PayPal's patterns say already.
const SILENT: [&str; 7] = ["title", "description", "default", "example", "deprecated", "readOnly", "format"];

/// A description, and the patterns that were met in it.
pub struct Schemas {
    document: Value,
    patterns: HashMap<String, Regex>,
}

impl Schemas {
    pub fn read(text: &str) -> Schemas {
        Schemas { document: serde_json::from_str(text).unwrap(), patterns: HashMap::new() }
    }

    /// The part of the document at `pointer`.
    pub fn part(&self, pointer: &str) -> Option<Value> {
        self.document.pointer(pointer).cloned()
    }

    /// `schema`, or what it refers to.
    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref") {
            Some(reference) => {
                let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
                self.document.pointer(pointer.expect("a reference within the file")).expect("it leads somewhere")
            }
            None => schema,
        }
    }

    /// What is wrong with `value`, each with its place below `at`.
    pub fn errors(&mut self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let schema = self.resolved(schema).clone();
        let mut errors = Vec::new();
        for (keyword, asked) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "allOf" => errors.extend(list(asked).iter().flat_map(|part| self.errors(part, value, at))),
                "anyOf" | "oneOf" => {
                    let valid = list(asked).iter().filter(|part| self.errors(part, value, at).is_empty()).count();
                    if valid == 0 || keyword == "oneOf" && valid > 1 {
                        errors.push(format!("{at}: {valid} of {} alternatives hold", list(asked).len()));
                    }
                }
                "properties" => {
                    for (field, value) in value.as_object().into_iter().flatten() {
                        if let Some(schema) = asked.get(field) {
                            errors.extend(self.errors(schema, value, &format!("{at}/{field}")));
                        }
                    }
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        errors.extend(self.errors(asked, item, &format!("{at}/{index}")));
                    }
                }
                _ if !self.holds(keyword, asked, value) => {
                    errors.push(format!("{at}: {keyword} is {asked}, not {value}"))
                }
                _ => {}
            }
        }
        errors
    }

    /// Whether `value` is as one `keyword` asks, apart from what is inside it.
    fn holds(&mut self, keyword: &str, asked: &Value, value: &Value) -> bool {
        let length = |length: Option<usize>, fits: fn(u64, u64) -> bool| {
            length.is_none_or(|length| fits(length as u64, asked.as_u64().expect("a length")))
        };
        let characters = value.as_str().map(|text| text.chars().count());
        let items = value.as_array().map(Vec::len);
        match keyword {
            "type" => is_of(asked.as_str().expect("one type"), value),
            "enum" => list(asked).contains(value),
            "required" => {
                let has = |object: &Map<String, Value>| list(asked).iter().all(|name| object.contains_key(text(name)));
                value.as_object().is_none_or(has)
            }
            "minLength" => length(characters, |length, least| length >= least),
            "maxLength" => length(characters, |length, most| length <= most),
            "minItems" => length(items, |length, least| length >= least),
            "maxItems" => length(items, |length, most| length <= most),
            "minimum" => value.as_f64().is_none_or(|number| asked.as_f64().is_some_and(|least| number >= least)),
            "maximum" => value.as_f64().is_none_or(|number| asked.as_f64().is_some_and(|most| number <= most)),
            "pattern" => value.as_str().is_none_or(|value| self.pattern(text(asked)).is_match(value).unwrap()),
            "additionalProperties" => asked == &Value::Bool(true),
            silent => SILENT.contains(&silent),
        }
    }

    fn pattern(&mut self, pattern: &str) -> &Regex {
        self.patterns.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).unwrap())
    }

    /// The fields of `value`, at any depth, that `schema` does not name; or, if `read_only`, that it marks as PayPal's own.
    pub fn odd_fields(&self, schema: &Value, value: &Value, read_only: bool) -> Vec<String> {
        match value {
            Value::Object(object) => {
                let mut named = HashMap::new();
                let open = self.name(schema, &mut named, &mut HashSet::new());
                let mut odd = Vec::new();
                for (field, value) in object {
                    match named.get(field.as_str()) {
                        Some(schema) if read_only && schema.get("readOnly") == Some(&Value::Bool(true)) => {
                            odd.push(field.clone());
                        }
                        Some(schema) => {
                            let inside = self.odd_fields(schema, value, read_only);
                            odd.extend(inside.into_iter().map(|inner| format!("{field}/{inner}")));
                        }
                        None if read_only || open || named.is_empty() => {}
                        None => odd.push(field.clone()),
                    }
                }
                odd
            }
            Value::Array(items) => {
                let of = self.resolved(schema).get("items").unwrap_or(&Value::Null);
                items.iter().flat_map(|item| self.odd_fields(of, item, read_only)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Gathers the properties that `schema` and the schemas it is made of name; whether it says that there may be others.
    fn name<'a>(
        &'a self,
        schema: &'a Value,
        named: &mut HashMap<&'a str, &'a Value>,
        seen: &mut HashSet<*const Value>,
    ) -> bool {
        let schema = self.resolved(schema);
        if !seen.insert(schema) {
            return false;
        }
        for (field, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            named.entry(field).or_insert(property);
        }
        let mut open = schema.get("additionalProperties") == Some(&Value::Bool(true));
        for made_of in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(made_of).map(list).into_iter().flatten() {
                open |= self.name(part, named, seen);
            }
        }
        open
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => false,
    }
}

#[test]
fn each_keyword_is_asked() {
    use serde_json::json;
    let mut schemas =
        Schemas::read(r#"{ "components": { "schemas": { "word": { "type": "string", "maxLength": 3 } } } }"#);
    let mut fails = |schema: Value, value: Value| !schemas.errors(&schema, &value, "").is_empty();
    for (schema, good, bad) in [
        (json!({ "type": "string" }), json!("a"), json!(1)),
        (json!({ "type": "integer" }), json!(1), json!(1.5)),
        (json!({ "enum": ["A"] }), json!("A"), json!("B")),
        (json!({ "required": ["a"] }), json!({ "a": 1 }), json!({})),
        (json!({ "minLength": 2 }), json!("éé"), json!("é")),
        (json!({ "maxLength": 1 }), json!("é"), json!("éé")),
        (json!({ "minItems": 1 }), json!([1]), json!([])),
        (json!({ "maxItems": 1 }), json!([1]), json!([1, 2])),
        (json!({ "minimum": 1 }), json!(1), json!(0)),
        (json!({ "maximum": 1 }), json!(1), json!(2)),
        (json!({ "pattern": "^(?!\\d+$)\\w+$" }), json!("a1"), json!("11")),
        (json!({ "properties": { "a": { "type": "string" } } }), json!({ "a": "", "b": 1 }), json!({ "a": 1 })),
        (json!({ "items": { "type": "string" } }), json!(["a"]), json!(["a", 1])),
        (json!({ "allOf": [{ "minLength": 1 }, { "maxLength": 1 }] }), json!("a"), json!("ab")),
        (json!({ "anyOf": [{ "enum": ["A"] }, { "enum": ["B"] }] }), json!("B"), json!("C")),
        (json!({ "oneOf": [{ "minLength": 1 }, { "minLength": 2 }] }), json!("a"), json!("ab")),
        (json!({ "$ref": "#/components/schemas/word" }), json!("abc"), json!("abcd")),
    ] {
        assert!(!fails(schema.clone(), good), "{schema}");
        assert!(fails(schema.clone(), bad), "{schema}");
    }
    assert!(fails(json!({ "exclusiveMinimum": true }), json!(1)), "a keyword that is not known");
}
