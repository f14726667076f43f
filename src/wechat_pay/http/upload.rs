//! A request that carries a file: a form with the parts `meta` and `file`. What is signed is the meta alone (MU-01).

use super::multipart::{self, Broken, Part};
use crate::crypto::sha256;
use crate::world::message::{Request, readable};

/// The two parts of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload<'a> {
    /// What the file is said to be, as JSON: the signed bytes.
    pub(super) meta: Part<'a>,
    /// The file.
    pub(super) file: Part<'a>,
    /// The SHA-256 of the file's bytes, 64 lower-case hex digits.
    pub(super) sha256: String,
}

/// Takes an upload apart; done before the world is locked, since a large file takes its time.
///
/// # Errors
/// When the body is not such a form.
pub(super) fn read(request: &Request) -> Result<Upload<'_>, Broken> {
    let form = multipart::read(request.header("content-type"), &request.body)?;
    let (meta, file) = (form.one("meta")?, form.one("file")?);
    Ok(Upload { meta, file, sha256: hex::encode(sha256(file.bytes)) })
}

impl Upload<'_> {
    /// The body for people: the meta, and of the file everything but its bytes.
    pub(super) fn text(&self) -> String {
        let Upload { meta, file, sha256 } = self;
        let (meta, name) = (readable(meta.bytes), file.filename.unwrap_or_default());
        let (kind, size) = (file.content_type, file.bytes.len());
        format!("meta: {meta}\nfile: {name}, {kind}, {size} bytes, sha256 {sha256}")
    }
}
