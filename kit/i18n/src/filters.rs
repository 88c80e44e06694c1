//! The filters of the templates. The module of a view says `use kit_i18n::filters;` and its template:
//!
//! | in the template | what comes out |
//! |---|---|
//! | `{{ "credits-title"\|t }}` | the text of the key |
//! | `{{ text\|t }}` | a [`Text`] in words |
//! | `{{ "credits-left"\|t_with("n", balance)\|t_with("name", name) }}` | the text of the key, with arguments |
//! | `{{ n\|number }}`, `{{ price\|money }}` | grouped, with its currency |
//! | `{{ n\|minutes }}` | so many minutes: `2 h 30 min` |
//! | `{{ at\|date }}`, `\|date_time`, `\|short_date`, `\|short_date_time`, `\|relative(now)` | a moment |
//!
//! They find the [`Reader`] among askama's runtime values under the name [`READER`]. Nothing they
//! give is marked safe: askama escapes it like any other value, with whatever a stranger typed into an argument.

#![expect(missing_docs, reason = "`filter_fn` drops the comments of a filter")]

use std::borrow::Cow;
use std::fmt;

use askama::{Values, filter_fn, get_value};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Credits, Money, Text};

use crate::{READER, Reader};

/// A key or a [`Text`], in words.
#[filter_fn]
pub fn t<'a, S: Say>(text: S, values: &'a dyn Values) -> askama::Result<Cow<'a, str>> {
    Ok(text.say(reader(values)?))
}

/// A key with one more argument; may be repeated.
#[filter_fn]
pub fn t_with<'a, K: IntoText, A: ToArg>(
    key: K,
    values: &'a dyn Values,
    name: &'static str,
    arg: A,
) -> askama::Result<Wording<'a>> {
    Ok(Wording { reader: reader(values)?, text: key.into_text().with(name, arg.to_arg()) })
}

/// A whole number, grouped.
#[filter_fn]
pub fn number<N: Given<i64>>(number: N, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.number(number.given()))
}

/// So many minutes, in hours and minutes.
#[filter_fn]
pub fn minutes<N: Given<i64>>(minutes: N, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.minutes(minutes.given()))
}

/// An amount with its currency.
#[filter_fn]
pub fn money<M: Given<Money>>(money: M, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.money(money.given()))
}

/// The day in full.
#[filter_fn]
pub fn date<A: Given<Timestamp>>(at: A, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.date(at.given()))
}

/// The day in full and the time.
#[filter_fn]
pub fn date_time<A: Given<Timestamp>>(at: A, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.date_time(at.given()))
}

/// The day, for the cell of a table.
#[filter_fn]
pub fn short_date<A: Given<Timestamp>>(at: A, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.short_date(at.given()))
}

/// The day and time, for the cell of a table.
#[filter_fn]
pub fn short_date_time<A: Given<Timestamp>>(at: A, values: &dyn Values) -> askama::Result<String> {
    Ok(reader(values)?.short_date_time(at.given()))
}

/// How far a moment is from another one, which is now.
#[filter_fn]
pub fn relative<A: Given<Timestamp>, N: Given<Timestamp>>(
    at: A,
    values: &dyn Values,
    now: N,
) -> askama::Result<String> {
    Ok(reader(values)?.relative(at.given(), now.given()))
}

fn reader(values: &dyn Values) -> askama::Result<&Reader> {
    get_value(values, READER)
}

/// A text with its arguments and its reader, put into words when it is written.
pub struct Wording<'a> {
    reader: &'a Reader,
    text: Text,
}

impl Wording<'_> {
    /// Never: a text always has words. Components ask it of what may be left out.
    pub fn is_empty(&self) -> bool {
        false
    }
}

impl fmt::Display for Wording<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reader.text(&self.text))
    }
}

/// What the filter [`t`] takes.
pub trait Say {
    /// The words for `reader`.
    fn say<'a>(&self, reader: &'a Reader) -> Cow<'a, str>;
}

impl Say for str {
    fn say<'a>(&self, reader: &'a Reader) -> Cow<'a, str> {
        reader.key(self)
    }
}
impl Say for Text {
    fn say<'a>(&self, reader: &'a Reader) -> Cow<'a, str> {
        reader.text(self)
    }
}
impl<S: Say + ?Sized> Say for &S {
    fn say<'a>(&self, reader: &'a Reader) -> Cow<'a, str> {
        (**self).say(reader)
    }
}

/// What the filter [`t_with`] adds an argument to.
pub trait IntoText {
    /// The text so far.
    fn into_text(self) -> Text;
}

impl IntoText for &'static str {
    fn into_text(self) -> Text {
        Text::new(self)
    }
}
impl IntoText for &&'static str {
    fn into_text(self) -> Text {
        Text::new(self)
    }
}
impl IntoText for Text {
    fn into_text(self) -> Text {
        self
    }
}
impl IntoText for &Text {
    fn into_text(self) -> Text {
        self.clone()
    }
}
impl IntoText for Wording<'_> {
    fn into_text(self) -> Text {
        self.text
    }
}

/// What a template can give as an argument of a text, by value or by reference.
pub trait ToArg {
    /// The argument.
    fn to_arg(&self) -> Arg;
}

impl<A: ToArg + ?Sized> ToArg for &A {
    fn to_arg(&self) -> Arg {
        (**self).to_arg()
    }
}
impl ToArg for str {
    fn to_arg(&self) -> Arg {
        Arg::from(self)
    }
}
impl ToArg for AccountId {
    fn to_arg(&self) -> Arg {
        Arg::Str(self.to_string())
    }
}
impl ToArg for usize {
    fn to_arg(&self) -> Arg {
        Arg::Number(self.given())
    }
}

macro_rules! args {
    ($($ty:ty),*) => {
        $(impl ToArg for $ty {
            fn to_arg(&self) -> Arg {
                Arg::from(self.clone())
            }
        })*
    };
}
args!(String, i64, Credits, Money, Text, Arg);

/// What a template can give for a `T`, by value or by reference.
pub trait Given<T> {
    /// The value.
    fn given(&self) -> T;
}

impl<T, G: Given<T> + ?Sized> Given<T> for &G {
    fn given(&self) -> T {
        (**self).given()
    }
}
impl Given<Timestamp> for Timestamp {
    fn given(&self) -> Timestamp {
        *self
    }
}
impl Given<Money> for Money {
    fn given(&self) -> Money {
        *self
    }
}
impl Given<i64> for i64 {
    fn given(&self) -> i64 {
        *self
    }
}
impl Given<i64> for Credits {
    fn given(&self) -> i64 {
        self.0
    }
}
/// The length of a list.
impl Given<i64> for usize {
    fn given(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}
