//! Uploaded files: a list of them, and each as it was sent.

use super::error::ApiError;
use super::wire::{Call, Reply, ok, paged};
use crate::wechat_pay::model::media::{Media, MediaKind};
use crate::world::message::Answer;

/// Uploads in the order of sending: whose, what, how large, which SHA-256; not the bytes.
pub(super) fn list(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let media = call.read(|cx| cx.page::<Media>(page))?;
    ok(&paged(media, page))
}

/// The file of a media_id, byte for byte.
pub(super) fn show(call: &Call<'_>) -> Reply {
    let id = call.variable("id");
    let found = call.read(|cx| {
        let Some(media) = cx.get::<Media>(id)? else { return Ok(None) };
        let bytes = cx.file(&media.sha256)?;
        Ok(bytes.map(|bytes| (media, bytes)))
    })?;
    let Some((media, bytes)) = found else {
        return Err(ApiError::new(
            404,
            "NO_MEDIA",
            format!("this world has no file {id}"),
            format!("该世界没有文件 {id}"),
        )
        .hint("GET …/media lists all files"));
    };
    let mut answer = Answer::empty(200);
    answer.set("Content-Type", media_type(&media));
    // Whatever was uploaded, a browser shows it as what it was taken for, and runs nothing in it.
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Content-Security-Policy", "sandbox; default-src 'none'");
    answer.set("Cache-Control", "no-store");
    answer.body = bytes;
    Ok(answer)
}

fn media_type(media: &Media) -> &'static str {
    let end = media.filename.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match (media.kind, end.as_str()) {
        (MediaKind::Image, "png") => "image/png",
        (MediaKind::Image, "bmp") => "image/bmp",
        (MediaKind::Image, _) => "image/jpeg",
        (MediaKind::Document, _) => "application/pdf",
        (MediaKind::Video, "mp4" | "m4v" | "f4v") => "video/mp4",
        (MediaKind::Video, _) => "application/octet-stream",
    }
}
