//! Why an upload is refused.

use crate::wechat_pay::model::switches::MediaCode;
use crate::wechat_pay::rules::media::Entrance;
use crate::world::journal::Note;

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaRefusal {
    /// By its name or its first bytes it is nothing that this API takes (MU-02, AS-37, AS-46).
    UnknownType {
        /// Through which API it came.
        entrance: Entrance,
        /// Its name.
        filename: String,
        /// Which code says so.
        code: MediaCode,
    },
    /// The form calls it otherwise than the meta (AS-37).
    FilenameDiffers {
        /// Through which API it came.
        entrance: Entrance,
        /// Its name in the form.
        part: String,
        /// Which code says so.
        code: MediaCode,
    },
    /// It has no bytes (AS-32).
    Empty(Entrance),
    /// It has too many bytes (MU-03).
    TooLarge {
        /// Through which API it came.
        entrance: Entrance,
        /// How many it has.
        size: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The meta names another SHA-256 (MU-04).
    Sha256Differs {
        /// Through which API it came.
        entrance: Entrance,
        /// That of the bytes that came.
        found: String,
        /// Which code says so.
        code: MediaCode,
    },
}

impl MediaRefusal {
    /// The explanation in both languages.
    #[must_use]
    pub(super) fn explain(&self) -> Note {
        let (en, zh) = match self {
            MediaRefusal::UnknownType { entrance, filename, .. } => {
                let (takes, takes_zh) = match entrance {
                    Entrance::Images => {
                        ("jpg, jpeg, bmp, png and pdf (MU-02)", "jpg、jpeg、bmp、png、pdf（MU-02）")
                    }
                    Entrance::Videos => (
                        "avi, wmv, mpeg, mp4, mov, mkv, flv, f4v, m4v and rmvb (AS-46)",
                        "avi、wmv、mpeg、mp4、mov、mkv、flv、f4v、m4v、rmvb（AS-46）",
                    ),
                };
                let shown = filename.escape_debug();
                (
                    format!("the end of the name and the first bytes of {shown} must be those of {takes}"),
                    format!("{filename} 的扩展名与文件头须为 {takes_zh}"),
                )
            }
            MediaRefusal::FilenameDiffers { part, .. } => (
                format!("the part file is called {}, meta.filename is another (AS-37)", part.escape_debug()),
                format!("file 部分的 filename 为 {part}，与 meta.filename 不同（AS-37）"),
            ),
            MediaRefusal::Empty(_) => {
                ("the part file is empty (AS-32)".into(), "file 部分为空（AS-32）".into())
            }
            MediaRefusal::TooLarge { size, limit, .. } => (
                format!("the file has {size} bytes, at most {limit}; switches.media.image_megabytes (MU-03)"),
                format!("文件 {size} 字节，最多 {limit} 字节；开关 switches.media.image_megabytes（MU-03）"),
            ),
            MediaRefusal::Sha256Differs { found, .. } => (
                format!("the SHA-256 of the part file is {found}, meta.sha256 is another (MU-04)"),
                format!("file 部分的 SHA-256 为 {found}，与 meta.sha256 不同（MU-04）"),
            ),
        };
        Note { en, zh }
    }
}
