//! Uploads of pictures and videos.

use serde_json::json;

use super::wire::{Call, Reply};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::media::{self, Entrance, Sent};
use crate::world::Bug;

/// `POST /v3/merchant/media/upload`
pub(super) fn image(call: &Call<'_>) -> Outcome<Reply> {
    upload(call, Entrance::Images)
}

/// `POST /v3/merchant/media/video_upload`
pub(super) fn video(call: &Call<'_>) -> Outcome<Reply> {
    upload(call, Entrance::Videos)
}

fn upload(call: &Call<'_>, entrance: Entrance) -> Outcome<Reply> {
    let upload = call.upload.ok_or_else(|| Bug::Broken("an upload came without its file".to_owned()))?;
    let meta = |name: &str| call.input.body[name].as_str().unwrap_or_default();
    let sent = Sent {
        filename: meta("filename"),
        sha256: meta("sha256"),
        part_filename: upload.file.filename,
        bytes: upload.file.bytes,
        digest: &upload.sha256,
    };
    let media = media::keep(call.cx, &call.caller.mchid, entrance, &sent)?;
    Ok(Reply::Json(json!({ "media_id": media.id })))
}
