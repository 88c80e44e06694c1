//! What changes seldom, and the tables that it stands in.
//!
//! A migration names them: `-- topic people-directory: members` lets the database itself raise the topic's edition whenever a row
//! of `members` comes, goes or changes, whoever changes it and from where; `-- topic people-directory: persons (email, first_name)`
//! whenever one of these columns changes, for a table whose rows are found through those of another. See [`crate::kept`].

use crate::Engine;
use crate::migrate::Migration;

/// Where the editions stand, before any table that raises one.
pub(crate) const EDITIONS: Migration = Migration {
    name: "0000_editions",
    text: "CREATE TABLE editions (name {text} PRIMARY KEY, edition BIGINT NOT NULL);
-- postgres:
CREATE FUNCTION raise_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE editions SET edition = edition + 1 WHERE name = TG_ARGV[0];
    RETURN NULL;
END $$;
",
};

/// Something that changes seldom: settings, prices.
#[derive(Debug, PartialEq, Eq)]
pub struct Topic(&'static str);

impl Topic {
    /// The topic of this name, `domain-what`, as migrations name it.
    pub const fn new(name: &'static str) -> Topic {
        Topic(name)
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.0
    }
}

/// The statements that a line of a migration stands for, if it is `-- topic NAME: TABLE (COLUMN, …)`.
pub(crate) fn raising(line: &str, engine: Engine) -> Option<String> {
    let (topic, tables) = line.trim().strip_prefix("-- topic ")?.split_once(": ")?;
    let (table, columns) = tables.split_once(' ').unwrap_or((tables, ""));
    let columns = columns.trim_matches(['(', ')']);
    let only_columns = format!("UPDATE OF {columns}");
    let events = if columns.is_empty() { vec!["INSERT", "DELETE", "UPDATE"] } else { vec![only_columns.as_str()] };
    let word = topic.replace('-', "_");
    let known = format!("INSERT INTO editions (name, edition) VALUES ('{topic}', 0) ON CONFLICT (name) DO NOTHING;\n");
    Some(match engine {
        Engine::Sqlite => events.iter().fold(known, |text, event| {
            let name = event.split(' ').next().unwrap_or(event).to_lowercase();
            text + &format!(
                "CREATE TRIGGER {table}_{name}_raises_{word} AFTER {event} ON {table} \
                 BEGIN UPDATE editions SET edition = edition + 1 WHERE name = '{topic}'; END;\n"
            )
        }),
        // At the commit: whoever waits for the row of the edition then holds up nobody, and nobody holds it for long.
        Engine::Postgres => format!(
            "{known}CREATE CONSTRAINT TRIGGER {table}_raises_{word} AFTER {events} ON {table} \
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_edition('{topic}');\n",
            events = events.join(" OR "),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_topic_its_table_and_its_columns() {
        let raised = raising("-- topic pets-names: pets (name, owner)", Engine::Postgres).unwrap();
        assert!(raised.contains("AFTER UPDATE OF name, owner ON pets"), "{raised}");
        assert!(raised.contains("raise_edition('pets-names')"), "{raised}");
        let raised = raising("-- topic pets-names: pets", Engine::Sqlite).unwrap();
        assert!(raised.contains("pets_update_raises_pets_names AFTER UPDATE ON pets"), "{raised}");
        assert_eq!(raising("-- A topic of its own: pets", Engine::Sqlite), None);
    }
}
