//! Uploaded pictures, documents and videos (MU-01 to MU-06).

use serde::{Deserialize, Serialize};

use crate::world::ids::{Mchid, MediaId};
use crate::world::store::Record;
use crate::world::{Bug, Cx, Instant};

/// An uploaded file; its bytes lie in the world's files under `sha256`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The id by which requests name it.
    pub id: MediaId,
    /// The merchant that uploaded it: nobody else may name it (MU-05).
    pub owner: Mchid,
    /// What it is.
    pub kind: MediaKind,
    /// Its name as uploaded.
    pub filename: String,
    /// Its length in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
    /// When it was uploaded.
    pub uploaded_at: Instant,
}

/// What an uploaded file is, by its name and its first bytes (MU-02, AS-46).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// JPEG, BMP or PNG.
    Image,
    /// PDF; it comes through the image upload.
    Document,
    /// Through the video upload.
    Video,
}

impl Record for Media {
    const TABLE: &'static str = "media";
    const COLUMNS: &'static [&'static str] = &["key", "owner"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.id.to_string()), Some(self.owner.to_string())]
    }
}

/// The file that a merchant uploaded under this id; none when there is no such id or another merchant uploaded it (MU-05).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn find(cx: &Cx<'_>, mchid: &Mchid, media_id: &str) -> Result<Option<Media>, Bug> {
    Ok(cx.get::<Media>(media_id)?.filter(|media| media.owner == *mchid))
}
