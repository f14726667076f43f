//! Uploads.

use super::{Route, post};
use crate::wechat_pay::http::{media, schema};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/merchant/media/upload", &schema::MEDIA_UPLOAD, media::image).with_file(),
    post("/v3/merchant/media/video_upload", &schema::MEDIA_UPLOAD, media::video).with_file(),
];
