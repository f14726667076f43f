//! Records: plain structs kept as JSON, with their key columns beside it.

use rusqlite::{OptionalExtension, ToSql, params, params_from_iter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::bug::Bug;
use super::cx::Cx;

/// A struct that a table keeps: its columns, and their values in the same order.
///
/// The first column is `key`, the primary key; the rest are there to be searched by.
pub trait Record: Serialize + DeserializeOwned {
    /// The table's name.
    const TABLE: &'static str;
    /// The key columns, `key` first.
    const COLUMNS: &'static [&'static str];
    /// The key columns' values.
    fn columns(&self) -> Vec<Option<String>>;
}

/// A page of records, newest first or oldest first as asked.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// How many to skip.
    pub offset: u32,
    /// How many at most.
    pub limit: u32,
}

impl Page {
    /// Everything.
    pub const ALL: Page = Page { offset: 0, limit: u32::MAX };
}

/// A stretch of the records that share values in key columns, in the order of a column that counts and then of their keys.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// The shared values.
    pub wanted: &'a [(&'static str, &'a str)],
    /// The column that counts: whole numbers.
    pub column: &'static str,
    /// Only what comes after this place: a number and a key.
    pub after: (i64, &'a str),
    /// Only up to this number, which is still in.
    pub until: i64,
    /// How many at most.
    pub limit: u32,
}

impl Cx<'_> {
    /// Writes a record, over the one with the same key if there is one.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn put<R: Record>(&self, record: &R) -> Result<(), Bug> {
        let names = R::COLUMNS.join(", ");
        let marks: Vec<String> = (1..=R::COLUMNS.len() + 1).map(|n| format!("?{n}")).collect();
        let updates: Vec<String> =
            R::COLUMNS[1..].iter().chain(&["data"]).map(|c| format!("{c} = excluded.{c}")).collect();
        let sql = format!(
            "INSERT INTO {} ({names}, data) VALUES ({}) ON CONFLICT (key) DO UPDATE SET {}",
            R::TABLE,
            marks.join(", "),
            updates.join(", ")
        );
        let mut values = record.columns();
        values.push(Some(serde_json::to_string(record)?));
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// Takes the record with this key away; nothing when there is none.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn remove<R: Record>(&self, key: &str) -> Result<(), Bug> {
        let sql = format!("DELETE FROM {} WHERE key = ?1", R::TABLE);
        self.tx.prepare_cached(&sql)?.execute(params![key])?;
        Ok(())
    }

    /// The record with this key.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn get<R: Record>(&self, key: &str) -> Result<Option<R>, Bug> {
        self.first("key", key)
    }

    /// The first record with this value in a key column.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn first<R: Record>(&self, column: &'static str, value: &str) -> Result<Option<R>, Bug> {
        let sql = format!("SELECT data FROM {} WHERE {column} = ?1 ORDER BY rowid LIMIT 1", R::TABLE);
        let text: Option<String> =
            self.tx.prepare_cached(&sql)?.query_row(params![value], |row| row.get(0)).optional()?;
        text.map(|text| serde_json::from_str(&text)).transpose().map_err(Bug::from)
    }

    /// All records with this value in a key column, in the order in which they were first written.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn all<R: Record>(&self, column: &'static str, value: &str) -> Result<Vec<R>, Bug> {
        let sql = format!("SELECT data FROM {} WHERE {column} = ?1 ORDER BY rowid", R::TABLE);
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(params![value], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// All records whose key ends with a text: a number whose owner was not named.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn ending_with<R: Record>(&self, end: &str) -> Result<Vec<R>, Bug> {
        let sql = format!("SELECT data FROM {} WHERE substr(key, -length(?1)) = ?1 ORDER BY rowid", R::TABLE);
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(params![end], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// How many records have this value in a key column.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn count<R: Record>(&self, column: &'static str, value: &str) -> Result<u32, Bug> {
        let sql = format!("SELECT COUNT(*) FROM {} WHERE {column} = ?1", R::TABLE);
        Ok(self.tx.prepare_cached(&sql)?.query_row(params![value], |row| row.get(0))?)
    }

    /// A page of a table in the order of writing.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn page<R: Record>(&self, page: Page) -> Result<Vec<R>, Bug> {
        let sql = format!("SELECT data FROM {} ORDER BY rowid LIMIT ?1 OFFSET ?2", R::TABLE);
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(params![page.limit, page.offset], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// A page of the records with these values in key columns, in the order of writing.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn page_where<R: Record>(&self, wanted: &[(&'static str, &str)], page: Page) -> Result<Vec<R>, Bug> {
        self.page_in("rowid", wanted, page)
    }

    /// A page of the records with these values in key columns, in the order of a column that counts and then of their
    /// keys. As with [`Cx::stretch`], an index over these columns keeps it fast.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn page_by<R: Record>(
        &self,
        column: &'static str,
        wanted: &[(&'static str, &str)],
        page: Page,
    ) -> Result<Vec<R>, Bug> {
        self.page_in(&format!("{column}, key"), wanted, page)
    }

    /// The newest of the records with these values in key columns, so many at most, by when they were first written.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn newest<R: Record>(&self, wanted: &[(&'static str, &str)], limit: u32) -> Result<Vec<R>, Bug> {
        self.page_in("rowid DESC", wanted, Page { offset: 0, limit })
    }

    fn page_in<R: Record>(
        &self,
        order: &str,
        wanted: &[(&'static str, &str)],
        page: Page,
    ) -> Result<Vec<R>, Bug> {
        let conditions: Vec<String> =
            wanted.iter().enumerate().map(|(at, (column, _))| format!("{column} = ?{}", at + 3)).collect();
        let condition = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        let sql =
            format!("SELECT data FROM {} WHERE {condition} ORDER BY {order} LIMIT ?1 OFFSET ?2", R::TABLE);
        let mut values = vec![page.limit.to_string(), page.offset.to_string()];
        values.extend(wanted.iter().map(|(_, value)| (*value).to_owned()));
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// A stretch of a table: the next page of a list that is read from place to place. An index over the shared
    /// columns, the counting one and `key` makes every page equally fast.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn stretch<R: Record>(&self, stretch: &Stretch<'_>) -> Result<Vec<R>, Bug> {
        let Stretch { wanted, column, after: (number, key), until, limit } = stretch;
        let conditions: String =
            wanted.iter().enumerate().map(|(at, (name, _))| format!("{name} = ?{} AND ", at + 5)).collect();
        let sql = format!(
            "SELECT data FROM {} WHERE {conditions}({column}, key) > (?1, ?2) AND {column} <= ?3 \
             ORDER BY {column}, key LIMIT ?4",
            R::TABLE
        );
        let mut values: Vec<&dyn ToSql> = vec![number, key, until, limit];
        values.extend(wanted.iter().map(|(_, value)| value as &dyn ToSql));
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(values.as_slice(), |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// A page of a table in the order of writing, with one record, the first, of each group that shares a value in a
    /// key column; records without a value there stand for themselves.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn heads<R: Record>(&self, group: &'static str, page: Page) -> Result<Vec<R>, Bug> {
        let table = R::TABLE;
        let sql = format!(
            "SELECT data FROM {table} AS one WHERE {group} IS NULL \
             OR rowid = (SELECT MIN(rowid) FROM {table} WHERE {group} = one.{group}) \
             ORDER BY rowid LIMIT ?1 OFFSET ?2"
        );
        let mut statement = self.tx.prepare_cached(&sql)?;
        let rows = statement.query_map(params![page.limit, page.offset], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }
}

/// A number as JSON text; a helper for columns that hold one.
#[must_use]
pub fn text_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
