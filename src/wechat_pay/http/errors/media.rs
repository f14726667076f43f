//! What the server says when it refuses an upload. No answer of the real server to any of these is known: the texts of the
//! type and of the meta stand in the table of the page for micro merchants (AS-37), the others are assumed, and so is which
//! code goes with them.

use super::{ILLEGAL_PARAMETER, Row, param_error, row};
use crate::wechat_pay::model::switches::MediaCode;
use crate::wechat_pay::rules::media::Entrance;
use crate::wechat_pay::rules::refusal::MediaRefusal;

/// The row of a refusal.
pub(super) fn of(refusal: &MediaRefusal) -> Row {
    match refusal {
        MediaRefusal::UnknownType { entrance, code, .. } => {
            coded(*code, &format!("未知{}类型", noun(*entrance)))
        }
        MediaRefusal::FilenameDiffers { entrance, code, .. } => {
            coded(*code, &format!("{}meta信息不一致", noun(*entrance)))
        }
        MediaRefusal::Empty(entrance) => {
            param_error(&format!("{}文件为空", noun(*entrance)), ILLEGAL_PARAMETER)
        }
        MediaRefusal::TooLarge { entrance, .. } => {
            param_error(&format!("{}大小超过限制", noun(*entrance)), ILLEGAL_PARAMETER)
        }
        MediaRefusal::Sha256Differs { entrance, code: MediaCode::ParamError, .. } => {
            param_error(&format!("{}sha256不一致", noun(*entrance)), ILLEGAL_PARAMETER)
        }
        MediaRefusal::Sha256Differs { entrance, code: MediaCode::RequestBlocked, .. } => {
            coded(MediaCode::RequestBlocked, &format!("{}meta信息不一致", noun(*entrance)))
        }
    }
}

fn coded(code: MediaCode, message: &str) -> Row {
    match code {
        MediaCode::ParamError => param_error(message, ILLEGAL_PARAMETER),
        MediaCode::RequestBlocked => row(403, "REQUEST_BLOCKED", message, ILLEGAL_PARAMETER),
    }
}

const fn noun(entrance: Entrance) -> &'static str {
    match entrance {
        Entrance::Images => "图片",
        Entrance::Videos => "视频",
    }
}
