//! A world's database: made, opened, and told from files that are not ours.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, MigrationDefinitionError, Migrations};
use thiserror::Error;

use super::bug::Bug;

/// Written into every database of ours, so that a foreign file is never taken for a world ("WXSB").
const APPLICATION_ID: i32 = 0x5758_5342;

/// In the order of their numbers; a migration that was released never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_core.sql"),
    include_str!("migrations/002_wechat_pay.sql"),
    include_str!("migrations/003_documents.sql"),
    include_str!("migrations/004_split_return_subsidy.sql"),
    include_str!("migrations/005_refund.sql"),
    include_str!("migrations/006_fund.sql"),
    include_str!("migrations/007_bill.sql"),
    include_str!("migrations/008_split_receivers.sql"),
    include_str!("migrations/009_media.sql"),
    include_str!("migrations/010_applyment.sql"),
    include_str!("migrations/011_limits.sql"),
    include_str!("migrations/012_mini_program.sql"),
    include_str!("migrations/013_fund_control.sql"),
    include_str!("migrations/014_message_push.sql"),
    include_str!("migrations/015_shipping_list.sql"),
    include_str!("migrations/016_allinpay.sql"),
    include_str!("migrations/017_huifu.sql"),
    include_str!("migrations/018_shipping_pages.sql"),
    include_str!("migrations/019_ipos.sql"),
];

/// Why a world cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another program's file.
    #[error("{0} is not a world of wxpay-sandbox; give another folder, or move the file away")]
    NotOurs(String),
    /// A later program's file.
    #[error(
        "{file} was written by a newer wxpay-sandbox (version {found} of its tables, this program knows {known}); update the program"
    )]
    Newer {
        /// The file.
        file: String,
        /// The version found.
        found: i32,
        /// The newest version that this program knows.
        known: usize,
    },
    /// The file could not be opened, read or written.
    #[error("{file}: {reason}")]
    Unusable {
        /// The file.
        file: String,
        /// What SQLite said.
        reason: String,
    },
    /// The tables are fine, their content is not.
    #[error(transparent)]
    Database(Bug),
}

/// Opens a world's file, or makes a database in memory, and brings its tables up to date.
pub(super) fn open(file: Option<&Path>) -> Result<Connection, OpenError> {
    let name = file.map_or_else(|| "the world in memory".to_owned(), |path| path.display().to_string());
    let connection = match file {
        Some(path) => Connection::open_with_flags(path, OpenFlags::default()),
        None => Connection::open_in_memory(),
    };
    prepare(connection.map_err(|error| failure(&name, &error))?, &name)
}

fn failure(name: &str, error: &rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::NotOurs(name.to_owned()),
        _ => OpenError::Unusable { file: name.to_owned(), reason: error.to_string() },
    }
}

/// Makes an open database ready to hold a world: ours, in our modes, with today's tables.
pub(super) fn prepare(mut connection: Connection, name: &str) -> Result<Connection, OpenError> {
    let failed = |error: rusqlite::Error| failure(name, &error);
    check_ours(&connection, name, &failed)?;
    // WAL with NORMAL: a killed process loses nothing that was answered, a power cut the last moment at most.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
        .map_err(failed)?;
    // Before the tables: a process killed between the two must not leave a file that is nobody's.
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(128);
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    migrations.to_latest(&mut connection).map_err(|error| {
        let too_far = MigrationDefinitionError::DatabaseTooFarAhead;
        if error == rusqlite_migration::Error::MigrationDefinition(too_far) {
            return OpenError::Newer {
                file: name.to_owned(),
                found: version(&connection),
                known: MIGRATIONS.len(),
            };
        }
        OpenError::Unusable { file: name.to_owned(), reason: error.to_string() }
    })?;
    Ok(connection)
}

fn check_ours(
    connection: &Connection,
    name: &str,
    failed: &dyn Fn(rusqlite::Error) -> OpenError,
) -> Result<(), OpenError> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(failed)?;
    let tables: i64 =
        connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0)).map_err(failed)?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        Ok(())
    } else {
        Err(OpenError::NotOurs(name.to_owned()))
    }
}

fn version(connection: &Connection) -> i32 {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed step ends the test

    use super::*;

    /// Pages of orders come off an index in their order, however they are filtered (SH-92), and so do a buyer's newest messages.
    #[test]
    fn long_lists_are_not_sorted() {
        let connection = open(None).unwrap();
        for (table, filter, order) in [
            ("shipping_order", "1", "paid_at, key"),
            ("shipping_order", "state = '1'", "paid_at, key"),
            ("shipping_order", "appid = 'a'", "paid_at, key"),
            ("shipping_order", "appid = 'a' AND state = '1'", "paid_at, key"),
            ("inbox", "buyer = 'a'", "rowid DESC"),
            ("inbox", "buyer = 'a' AND opened = '0'", "rowid DESC"),
        ] {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT data FROM {table} WHERE {filter} ORDER BY {order} LIMIT 1 OFFSET 1"
            );
            let mut statement = connection.prepare(&sql).unwrap();
            let plan: Vec<String> =
                statement.query_map([], |row| row.get("detail")).unwrap().map(Result::unwrap).collect();
            assert!(plan.iter().all(|step| step.contains("USING INDEX")), "{table} {filter}: {plan:?}");
        }
    }

    /// A world whose messages carried their settings keeps them, under a number.
    #[test]
    fn push_settings_get_numbers() {
        let connection = Connection::open_in_memory().unwrap();
        let at = MIGRATIONS.iter().position(|sql| sql.contains("CREATE TABLE push_settings")).unwrap();
        MIGRATIONS[..at].iter().for_each(|sql| connection.execute_batch(sql).unwrap());
        let old = r#"
            INSERT INTO app_server (key, data) VALUES
                ('wx1', '{"appid":"wx1","push":{"token":"abc"}}'), ('wx2', '{"appid":"wx2","push":null}');
            INSERT INTO notice (key, subject, state, data) VALUES
                ('n1', 's', 'waiting', '{"system":"mini_program","data":{"appid":"wx1","settings":{"token":"abc"}}}');
        "#;
        connection.execute_batch(old).unwrap();
        connection.execute_batch(MIGRATIONS[at]).unwrap();
        let all = |table: &str| -> Vec<String> {
            let mut rows = connection.prepare(&format!("SELECT data FROM {table} ORDER BY key")).unwrap();
            rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(all("app_server"), [r#"{"appid":"wx1","in_force":0}"#, r#"{"appid":"wx2"}"#]);
        assert_eq!(all("push_settings"), [r#"{"appid":"wx1","number":0,"settings":{"token":"abc"}}"#]);
        assert_eq!(all("notice"), [r#"{"system":"mini_program","data":{"appid":"wx1","settings":0}}"#]);
    }
}
