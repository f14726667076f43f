//! Switches of uploads.

use serde::{Deserialize, Serialize};

/// Switches of uploads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MediaSwitches {
    /// The largest picture in MB of 1,048,576 bytes (MU-03: 5, older pages say 2).
    pub image_megabytes: u32,
    /// The code of a file that does not fit its meta or its kind (MU-04, AS-37).
    pub error_code: MediaCode,
}

impl Default for MediaSwitches {
    fn default() -> MediaSwitches {
        MediaSwitches { image_megabytes: 5, error_code: MediaCode::ParamError }
    }
}

/// The code of a file that does not fit its meta or its kind: sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MediaCode {
    /// 400, as other parameters.
    #[default]
    ParamError,
    /// 403, as the table of the page for micro merchants has it.
    RequestBlocked,
}
