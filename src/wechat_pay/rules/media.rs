//! Uploads: which files are taken, and what is kept of them (MU-01 to MU-06, AS-45, AS-46).

use super::Outcome;
use super::refusal::MediaRefusal;
use crate::wechat_pay::model::media::{Media, MediaKind};
use crate::wechat_pay::model::switches::{self, MediaSwitches};
use crate::world::ids::{Mchid, MediaId};
use crate::world::{Bug, Cx};

/// How the ids of newer uploads begin (GEN-05).
const LEAD: &str = "V1_";
/// What the rest of an id is made of.
const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// How many characters follow the lead.
const LENGTH: usize = 85;

/// One megabyte in bytes, as file sizes count it (assumed).
const MEGABYTE: u64 = 1024 * 1024;
/// The largest PDF in bytes: 7.5 MB (MU-03).
const LARGEST_DOCUMENT: u64 = 7 * MEGABYTE + MEGABYTE / 2;
/// The largest video in bytes (AS-46).
const LARGEST_VIDEO: u64 = 5 * MEGABYTE;

/// How videos begin: where, and with what. AVI; ASF (wmv); MPEG; MP4 and its kin (mov, m4v, f4v); Matroska; Flash; RealMedia.
const VIDEO_LEADS: &[(usize, &[u8])] = &[
    (8, b"AVI "),
    (0, b"\x30\x26\xb2\x75"),
    (0, b"\0\0\x01\xba"),
    (0, b"\0\0\x01\xb3"),
    (4, b"ftyp"),
    (4, b"moov"),
    (4, b"mdat"),
    (4, b"wide"),
    (4, b"free"),
    (0, b"\x1a\x45\xdf\xa3"),
    (0, b"FLV"),
    (0, b".RMF"),
];

/// Through which API a file comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// `/v3/merchant/media/upload`
    Images,
    /// `/v3/merchant/media/video_upload`
    Videos,
}

/// A file that was sent.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Its name in the meta.
    pub filename: &'a str,
    /// Its SHA-256 in the meta.
    pub sha256: &'a str,
    /// Its name in the form, where the part has one.
    pub part_filename: Option<&'a str>,
    /// Its content.
    pub bytes: &'a [u8],
    /// The SHA-256 of its content, 64 lower-case hex digits.
    pub digest: &'a str,
}

/// Keeps a file: a new id each time, the bytes once (MU-05).
///
/// # Errors
/// A [`MediaRefusal`], in this order: extension, name in the form, empty, too large, SHA-256, content.
pub fn keep(cx: &Cx<'_>, owner: &Mchid, entrance: Entrance, sent: &Sent<'_>) -> Outcome<Media> {
    let switches = switches::of(cx)?.media;
    let code = switches.error_code;
    let unknown = || MediaRefusal::UnknownType { entrance, filename: sent.filename.to_owned(), code };
    let kind = kind_of(entrance, sent.filename).ok_or_else(unknown)?;
    if let Some(other) = sent.part_filename.filter(|name| differs(sent.filename, name)) {
        return Err(MediaRefusal::FilenameDiffers { entrance, part: other.to_owned(), code }.into());
    }
    let size = u64::try_from(sent.bytes.len()).unwrap_or(u64::MAX);
    if size == 0 {
        return Err(MediaRefusal::Empty(entrance).into());
    }
    let limit = largest(kind, &switches);
    if size > limit {
        return Err(MediaRefusal::TooLarge { entrance, size, limit }.into());
    }
    if !sent.digest.eq_ignore_ascii_case(sent.sha256) {
        return Err(MediaRefusal::Sha256Differs { entrance, found: sent.digest.to_owned(), code }.into());
    }
    if !is_content_of(kind, sent.bytes) {
        return Err(unknown().into());
    }
    cx.put_file(sent.digest, sent.bytes)?;
    let media = Media {
        id: new_id(cx)?,
        owner: owner.clone(),
        kind,
        filename: sent.filename.to_owned(),
        size,
        sha256: sent.digest.to_owned(),
        uploaded_at: cx.now(),
    };
    cx.put(&media)?;
    Ok(media)
}

fn new_id(cx: &Cx<'_>) -> Result<MediaId, Bug> {
    let rest = cx.random("media_id")?.text(URL_SAFE, LENGTH);
    MediaId::parse(&format!("{LEAD}{rest}")).map_err(Bug::Broken)
}

/// What a file is by the end of its name, in any case (MU-02, AS-46).
fn kind_of(entrance: Entrance, filename: &str) -> Option<MediaKind> {
    let (_, end) = filename.rsplit_once('.')?;
    match (entrance, end.to_ascii_lowercase().as_str()) {
        (Entrance::Images, "jpg" | "jpeg" | "bmp" | "png") => Some(MediaKind::Image),
        (Entrance::Images, "pdf") => Some(MediaKind::Document),
        (
            Entrance::Videos,
            "avi" | "wmv" | "mpeg" | "mp4" | "mov" | "mkv" | "flv" | "f4v" | "m4v" | "rmvb",
        ) => Some(MediaKind::Video),
        (Entrance::Images | Entrance::Videos, _) => None,
    }
}

/// Whether the form names another file than the meta. Clients write a name that is not ASCII into a form in many ways, so
/// only ASCII names are compared (assumed).
fn differs(meta: &str, part: &str) -> bool {
    meta.is_ascii() && part != meta
}

fn largest(kind: MediaKind, switches: &MediaSwitches) -> u64 {
    match kind {
        MediaKind::Image => u64::from(switches.image_megabytes) * MEGABYTE,
        MediaKind::Document => LARGEST_DOCUMENT,
        MediaKind::Video => LARGEST_VIDEO,
    }
}

/// Whether the first bytes are those of the kind. A picture of another format than its name says passes (assumed).
fn is_content_of(kind: MediaKind, bytes: &[u8]) -> bool {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    match kind {
        MediaKind::Image => begins(b"\xff\xd8\xff") || begins(b"\x89PNG\r\n\x1a\n") || begins(b"BM"),
        MediaKind::Document => begins(b"%PDF-"),
        MediaKind::Video => {
            VIDEO_LEADS.iter().any(|(at, lead)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(lead)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_is() {
        assert_eq!(kind_of(Entrance::Images, "a.b.JPeg"), Some(MediaKind::Image));
        assert_eq!(kind_of(Entrance::Images, "a.PDF"), Some(MediaKind::Document));
        assert_eq!(kind_of(Entrance::Videos, "a.mkv"), Some(MediaKind::Video));
        for name in ["a.gif", "png", "a.png.exe", "a.mp4", ""] {
            assert_eq!(kind_of(Entrance::Images, name), None, "{name}");
        }
        assert_eq!(kind_of(Entrance::Videos, "a.png"), None);
    }

    #[test]
    fn first_bytes_say_what_a_file_holds() {
        let videos: [&[u8]; 5] =
            [b"\0\0\0\x20ftypisom", b"RIFF\0\0\0\0AVI LIST", b"FLV\x01", b".RMF\0", b"\0\0\x01\xba"];
        for bytes in videos {
            assert!(is_content_of(MediaKind::Video, bytes));
            assert!(!is_content_of(MediaKind::Image, bytes) && !is_content_of(MediaKind::Document, bytes));
        }
        for bytes in [&b""[..], b"RIFF", b"hello, I am a text", b"\xff\xd8"] {
            for kind in [MediaKind::Image, MediaKind::Document, MediaKind::Video] {
                assert!(!is_content_of(kind, bytes));
            }
        }
    }
}
