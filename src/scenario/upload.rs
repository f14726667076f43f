//! A call that uploads a file: the form as an SDK sends it, and the part of it that is signed.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::crypto::{from_base64, sha256};

/// The boundary of every form that a scenario sends.
const BOUNDARY: &str = "wxpay-sandbox-scenario";
/// The largest file that a scenario makes up, in bytes: larger ones do not pass the door.
pub(super) const LARGEST: usize = 12 * 1024 * 1024;
/// How many bytes a made-up file has after its first ones unless the scenario says otherwise.
const FILLED: usize = 64;

/// A file and where it goes; its content is one of `like`, `text` and `base64`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The path.
    pub to: String,
    /// The file's name.
    pub name: String,
    /// Made up: what its first bytes say it is.
    pub like: Option<Like>,
    /// How many bytes a made-up file has.
    pub size: Option<usize>,
    /// Exactly this text.
    pub text: Option<String>,
    /// Exactly these bytes.
    pub base64: Option<String>,
    /// Members of the meta that differ from `filename` and `sha256` as they are; null leaves one out.
    #[serde(default)]
    pub meta: Map<String, Value>,
}

/// What the first bytes of a made-up file say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Like {
    /// JPEG
    Jpg,
    /// PNG
    Png,
    /// BMP
    Bmp,
    /// PDF
    Pdf,
    /// MPEG-4
    Mp4,
}

impl Like {
    const fn lead(self) -> &'static [u8] {
        match self {
            Like::Jpg => b"\xff\xd8\xff\xe0",
            Like::Png => b"\x89PNG\r\n\x1a\n",
            Like::Bmp => b"BM",
            Like::Pdf => b"%PDF-1.7\n",
            Like::Mp4 => b"\0\0\0\x20ftypisom",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Like::Jpg => "image/jpeg",
            Like::Png => "image/png",
            Like::Bmp => "image/bmp",
            Like::Pdf => "application/pdf",
            Like::Mp4 => "video/mp4",
        }
    }
}

/// An upload as bytes.
pub(super) struct Form {
    /// The body.
    pub(super) body: Vec<u8>,
    /// The bytes that are signed: the meta.
    pub(super) signed: Vec<u8>,
}

/// The Content-Type of every form.
pub(super) fn content_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

impl Upload {
    /// What a parser cannot see: whether the file has exactly one content.
    ///
    /// # Errors
    /// A sentence that says what to write.
    pub(super) fn check(&self) -> Result<(), String> {
        let Upload { like, size, text, base64, .. } = self;
        let contents = [like.is_some(), text.is_some(), base64.is_some()];
        if contents.into_iter().filter(|given| *given).count() != 1 {
            return Err("a file has one of like, text and base64".to_owned());
        }
        if base64.as_deref().is_some_and(|text| from_base64(text).is_none()) {
            return Err("base64 is not base64".to_owned());
        }
        match size {
            Some(_) if like.is_none() => Err("`size` goes with `like`".to_owned()),
            Some(size) if *size > LARGEST => Err(format!("`size` is {size}, at most {LARGEST}")),
            Some(_) | None => Ok(()),
        }
    }

    /// The upload with every name replaced.
    pub(super) fn named(&self, names: &Names) -> Upload {
        let meta = self.meta.iter().map(|(name, value)| (name.clone(), names.deep(value)));
        let text = self.text.as_deref().map(|text| names.text(text));
        Upload { meta: meta.collect(), text, ..self.clone() }
    }

    /// The form.
    pub(super) fn form(&self) -> Form {
        let bytes = self.bytes();
        let mut meta = Map::from_iter([
            ("filename".to_owned(), json!(self.name)),
            ("sha256".to_owned(), json!(hex::encode(sha256(&bytes)))),
        ]);
        meta.extend(self.meta.clone());
        meta.retain(|_, value| !value.is_null());
        let signed = Value::Object(meta).to_string().into_bytes();
        let media_type = self.like.map_or("application/octet-stream", Like::media_type);
        let name = &self.name;
        let body = [
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"meta\"\r\n").as_bytes(),
            b"Content-Type: application/json\r\n\r\n",
            &signed,
            format!(
                "\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n"
            )
            .as_bytes(),
            format!("Content-Type: {media_type}\r\n\r\n").as_bytes(),
            &bytes,
            format!("\r\n--{BOUNDARY}--\r\n").as_bytes(),
        ]
        .concat();
        Form { body, signed }
    }

    fn bytes(&self) -> Vec<u8> {
        if let Some(like) = self.like {
            let mut bytes = like.lead().to_vec();
            bytes.resize(self.size.unwrap_or(bytes.len() + FILLED), 0xff);
            return bytes;
        }
        match (&self.text, &self.base64) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, base64) => base64.as_deref().and_then(from_base64).unwrap_or_default(),
        }
    }
}
