//! Statements are constants, so that a test can prepare every one of them on both engines.

use crate::Engine;

/// A statement: its name for logs and tests, and its text for each engine (the same one unless forced).
#[derive(Debug, PartialEq, Eq)]
pub struct Sql {
    /// `module::NAME`, unique.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// Use [`sql!`](crate::sql!) instead, which also registers the statement.
    #[doc(hidden)]
    pub const fn new(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Sql {
        Sql { name, sqlite, postgres }
    }

    /// The text for an engine.
    pub const fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

#[doc(hidden)]
pub struct Registered(pub &'static Sql);
inventory::collect!(Registered);

/// Every statement of the program, by name.
pub fn statements() -> Vec<&'static Sql> {
    let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|registered| registered.0).collect();
    all.sort_by_key(|sql| sql.name);
    all
}

/// Declares and registers a statement. Parameters are `$1`, `$2`… on both engines.
///
/// ```
/// kit_db::sql!(PERSON_BY_EMAIL, "SELECT id, name FROM persons WHERE email = $1");
/// kit_db::sql!(NOW, sqlite: "SELECT 1 AS one", postgres: "SELECT CAST(1 AS BIGINT) AS one");
/// assert!(kit_db::statements().contains(&&NOW));
/// ```
#[macro_export]
macro_rules! sql {
    ($(#[$doc:meta])* $name:ident, $text:expr $(,)?) => {
        $crate::sql!($(#[$doc])* $name, sqlite: $text, postgres: $text);
    };
    ($(#[$doc:meta])* $name:ident, sqlite: $sqlite:expr, postgres: $postgres:expr $(,)?) => {
        $(#[$doc])*
        pub(crate) static $name: $crate::Sql =
            $crate::Sql::new(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres);
        $crate::inventory::submit! { $crate::RegisteredSql(&$name) }
    };
}
