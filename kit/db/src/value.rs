//! What goes into a statement and comes out of a row: four kinds of value on both engines.

use std::error::Error as StdError;

use jiff::Timestamp;
use kit_core::{AccountId, Credits, Id, Locale, TokenHash};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

/// A parameter of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// Whole numbers, ids, microseconds, 0 and 1.
    Int(i64),
    /// Text; never with U+0000, which PostgreSQL cannot keep.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A value read from a row.
pub type Cell<'a> = Value<'a>;

/// What can be a parameter.
pub trait ToValue {
    /// The value to bind.
    fn value(&self) -> Value<'_>;
}

/// What a column can be read into.
pub trait FromValue: Sized {
    /// Reads a cell.
    ///
    /// # Errors
    /// The cell holds another kind of value: a fault of the program or of the data.
    fn from_value(cell: Cell<'_>) -> Result<Self, String>;
}

fn wrong(wanted: &str, cell: Cell<'_>) -> String {
    let found = match cell {
        Value::Null => "null",
        Value::Int(_) => "a number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    format!("{wanted} expected, {found} found")
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(cell: Cell<'_>) -> Result<Self, String> {
        if cell == Value::Null { Ok(None) } else { T::from_value(cell).map(Some) }
    }
}

impl ToValue for i64 {
    fn value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}
impl FromValue for i64 {
    fn from_value(cell: Cell<'_>) -> Result<i64, String> {
        match cell {
            Value::Int(number) => Ok(number),
            other => Err(wrong("a number", other)),
        }
    }
}

impl ToValue for bool {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}
impl FromValue for bool {
    fn from_value(cell: Cell<'_>) -> Result<bool, String> {
        i64::from_value(cell).map(|number| number != 0)
    }
}

impl ToValue for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl FromValue for String {
    fn from_value(cell: Cell<'_>) -> Result<String, String> {
        match cell {
            Value::Text(text) => Ok(text.to_owned()),
            other => Err(wrong("text", other)),
        }
    }
}

impl ToValue for [u8] {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl<const N: usize> ToValue for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl<const N: usize> FromValue for [u8; N] {
    fn from_value(cell: Cell<'_>) -> Result<[u8; N], String> {
        match cell {
            Value::Bytes(bytes) => bytes.try_into().map_err(|_| format!("{N} bytes expected, {} found", bytes.len())),
            other => Err(wrong("bytes", other)),
        }
    }
}
impl ToValue for Vec<u8> {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl FromValue for Vec<u8> {
    fn from_value(cell: Cell<'_>) -> Result<Vec<u8>, String> {
        match cell {
            Value::Bytes(bytes) => Ok(bytes.to_vec()),
            other => Err(wrong("bytes", other)),
        }
    }
}

/// Microseconds since 1970, UTC. A `Timestamp` cannot lend its number, so the column is bound through this.
impl ToValue for Timestamp {
    fn value(&self) -> Value<'_> {
        Value::Int(self.as_microsecond())
    }
}
impl FromValue for Timestamp {
    fn from_value(cell: Cell<'_>) -> Result<Timestamp, String> {
        Timestamp::from_microsecond(i64::from_value(cell)?).map_err(|error| error.to_string())
    }
}

impl ToValue for Credits {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl FromValue for Credits {
    fn from_value(cell: Cell<'_>) -> Result<Credits, String> {
        i64::from_value(cell).map(Credits)
    }
}

impl ToValue for AccountId {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl FromValue for AccountId {
    fn from_value(cell: Cell<'_>) -> Result<AccountId, String> {
        i64::from_value(cell).map(AccountId)
    }
}

impl<T> ToValue for Id<T> {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl<T> FromValue for Id<T> {
    fn from_value(cell: Cell<'_>) -> Result<Id<T>, String> {
        i64::from_value(cell).map(Id::from_raw)
    }
}

impl ToValue for TokenHash {
    fn value(&self) -> Value<'_> {
        Value::Bytes(&self.0)
    }
}
impl FromValue for TokenHash {
    fn from_value(cell: Cell<'_>) -> Result<TokenHash, String> {
        <[u8; 32]>::from_value(cell).map(TokenHash)
    }
}

impl ToValue for Locale {
    fn value(&self) -> Value<'_> {
        Value::Text(self.tag())
    }
}
impl FromValue for Locale {
    fn from_value(cell: Cell<'_>) -> Result<Locale, String> {
        match cell {
            Value::Text(tag) => tag.parse().map_err(|_| format!("unknown language {tag}")),
            other => Err(wrong("text", other)),
        }
    }
}

/// Stores an enum by its stable `code()` and reads it back with `from_code()`.
#[macro_export]
macro_rules! stored_as_code {
    ($type:ty) => {
        impl $crate::ToValue for $type {
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.code())
            }
        }
        impl $crate::FromValue for $type {
            fn from_value(cell: $crate::Cell<'_>) -> Result<Self, String> {
                match cell {
                    $crate::Value::Text(code) => {
                        Self::from_code(code).ok_or_else(|| format!("unknown {}: {code}", stringify!($type)))
                    }
                    _ => Err(format!("text expected for {}", stringify!($type))),
                }
            }
        }
    };
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match *self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Value<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value<'a>, Box<dyn StdError + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::BOOL => Value::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::BYTEA => Value::Bytes(raw),
            _ => Value::Text(<&str>::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Value<'a>, Box<dyn StdError + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8
                | Type::INT4
                | Type::BOOL
                | Type::BYTEA
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::UNKNOWN
        )
    }
}
