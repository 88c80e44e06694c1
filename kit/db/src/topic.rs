//! What changes seldom, and the tables that it stands in.
//!
//! A migration names them: `-- topic accounts-directory: members` lets the database itself raise the topic's edition whenever a
//! row of `members` comes, goes or changes, whoever changes it and from where; `-- topic accounts-directory: changes of persons`
//! whenever a row changes, for a table whose rows are found through those of another. `api_keys (revoked_at)` counts only changes
//! of these columns. See [`crate::kept`].

use crate::Engine;
use crate::migrate::Migration;

/// Where the editions stand, before any table that raises one. An edition grows with the clock and not by one: after a
/// restore, or the promotion of a standby that lacks a commit, the same number would come again for something else. Once in
/// a transaction is enough, and whoever may change a row need not be allowed to change an edition: hence the function with
/// its owner's rights, which looks in its own schema first and among temporary tables last, so that nobody lends it another
/// `editions`.
pub(crate) const EDITIONS: Migration = Migration {
    name: "0000_editions",
    text: "CREATE TABLE editions (name {text} PRIMARY KEY, edition BIGINT NOT NULL);
-- postgres:
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
CREATE FUNCTION raise_edition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE editions SET edition = GREATEST(edition + 1, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT))
    WHERE name = TG_ARGV[0] AND xmin <> pg_current_xact_id()::xid;
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

/// A line of a migration that says what raises a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TopicLine<'a> {
    topic: &'a str,
    table: &'a str,
    /// Whose changes count; all where none is named.
    columns: Option<&'a str>,
    only_changes: bool,
}

impl<'a> TopicLine<'a> {
    pub(crate) fn read(line: &'a str) -> Option<TopicLine<'a>> {
        let (topic, tables) = line.trim().strip_prefix("-- topic ")?.split_once(": ")?;
        let changes = tables.strip_prefix("changes of ");
        let named = changes.unwrap_or(tables);
        let (table, columns) = match named.strip_suffix(')').and_then(|named| named.split_once(" (")) {
            Some((table, columns)) => (table, Some(columns)),
            None => (named, None),
        };
        Some(TopicLine { topic, table, columns, only_changes: changes.is_some() })
    }

    /// The statements that it stands for.
    pub(crate) fn sql(self, engine: Engine) -> String {
        let TopicLine { topic, table, .. } = self;
        let change = self.columns.map_or("UPDATE".to_owned(), |columns| format!("UPDATE OF {columns}"));
        let (insert, delete) = ("INSERT".to_owned(), "DELETE".to_owned());
        let events = if self.only_changes { vec![change] } else { vec![change, insert, delete] };
        let name = format!("{table}_raises_{}", topic.replace('-', "_"));
        let known = |now| {
            format!("INSERT INTO editions (name, edition) VALUES ('{topic}', {now}) ON CONFLICT (name) DO NOTHING;\n")
        };
        match engine {
            Engine::Sqlite => {
                // In words that the older engines of other tools know too: their changes count as well.
                let now = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)";
                let trigger = |event: &String| {
                    let kind = event.split(' ').next().unwrap_or_default();
                    format!(
                        "CREATE TRIGGER {name}_{kind} AFTER {event} ON {table} BEGIN \
                         UPDATE editions SET edition = MAX(edition + 1, {now}) WHERE name = '{topic}'; END;\n"
                    )
                };
                known(now) + &events.iter().map(trigger).collect::<String>()
            }
            // At the commit: whoever waits for the row of the edition then holds up nobody, and nobody holds it for long.
            Engine::Postgres => format!(
                "{}CREATE CONSTRAINT TRIGGER {name} AFTER {} ON {table} \
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_edition('{topic}');\n\
                 CREATE TRIGGER {name}_emptied AFTER TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION raise_edition('{topic}');\n",
                known("CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"),
                events.join(" OR "),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_topic_and_its_table() {
        let line = |table, only_changes| Some(TopicLine { topic: "pets-names", table, columns: None, only_changes });
        assert_eq!(TopicLine::read("-- topic pets-names: pets"), line("pets", false));
        assert_eq!(TopicLine::read("  -- topic pets-names: changes of pets"), line("pets", true));
        let columns = Some(TopicLine { topic: "p", table: "pets", columns: Some("name, tag"), only_changes: true });
        assert_eq!(TopicLine::read("-- topic p: changes of pets (name, tag)"), columns);
        assert_eq!(TopicLine::read("-- A topic of its own: pets"), None);
        assert_eq!(TopicLine::read("-- topic pets-names"), None);
    }
}
