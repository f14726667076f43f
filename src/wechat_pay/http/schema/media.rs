//! Uploads: the `meta` of a file.

use super::{Field, Kind, Object, Pattern, Schema};

/// SHA-256 in hex; the characters are documented, their spelling as a pattern is assumed.
static SHA256: Pattern = Pattern::new("^[0-9a-fA-F]{64}$");

static META: Object = Object::new(&[
    Field::required("filename", "文件名称", Kind::text(256)),
    Field::required("sha256", "文件摘要", Kind::matching(64, 64, &SHA256)),
]);

/// `POST /v3/merchant/media/upload` and `POST /v3/merchant/media/video_upload`: the part `meta` is the body.
pub static MEDIA_UPLOAD: Schema = Schema::post(&[], &META);
