//! Requests and answers as the bytes that came and go, for systems to read and write.

use serde::Serialize;

use super::bug::Bug;

/// A request as it arrived: nothing decoded, nothing lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, upper case.
    pub method: String,
    /// Path and query byte for byte as sent.
    pub target: String,
    /// Header names (lower case) and values, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
}

/// The body of an answer that is made while it is sent: the pieces in their order. After an error none comes.
pub type Pieces = Box<dyn Iterator<Item = Result<Vec<u8>, Bug>> + Send>;

/// A JSON object whose members keep the order in which the real service writes them. The values are JSON already.
#[must_use]
pub fn ordered_object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// An answer to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values, in the order of sending.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(serialize_with = "lossy")]
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The target up to the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Scheme and host that the caller used, for the links that it is answered: SDKs cut exactly the name that they know off
    /// a URL before they sign the rest. Names of the real service are reached over HTTPS only; one of them, `real`, stands
    /// in where the request names no host.
    #[must_use]
    pub fn origin(&self, real: &str, is_real: impl Fn(&str) -> bool) -> String {
        let host = self.header("host").filter(|host| !host.is_empty()).unwrap_or(real);
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let scheme = if is_real(name) { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// The raw query; empty when there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The body for people: text, or a word about what it is.
    #[must_use]
    pub fn body_text(&self) -> String {
        readable(&self.body)
    }
}

impl Answer {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: u16) -> Answer {
        Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.headers.push((name.to_owned(), value.into()));
    }

    /// The value of a header; the name is compared without case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body for people: text, or a word about what it is.
    #[must_use]
    pub fn body_text(&self) -> String {
        readable(&self.body)
    }
}

/// A hint as a header may carry it. Hints quote requests, and a request may hold anything: a line break would end the
/// header, and what is not ASCII is none of HTTP's characters.
#[must_use]
pub fn for_header(hint: &str) -> String {
    /// Longer ones would burst a client's limit on headers.
    const LONGEST: usize = 600;
    hint.chars()
        .take(LONGEST)
        .map(
            |c| if c.is_ascii_graphic() || c == ' ' { c.to_string() } else { c.escape_unicode().to_string() },
        )
        .collect()
}

/// The longest body that the journal keeps whole, in bytes.
const KEPT: usize = 16 * 1024;

/// Bytes for people: text, cut where it is long, or a word about what they are.
#[must_use]
pub fn readable(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) if body.len() <= KEPT => text.to_owned(),
        Ok(text) => {
            let cut = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= KEPT).last().unwrap_or(0);
            format!("{}… ({} bytes in all)", &text[..cut], body.len())
        }
        Err(_) => format!("({} bytes that are not UTF-8)", body.len()),
    }
}

fn lossy<S: serde::Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&readable(body))
}
