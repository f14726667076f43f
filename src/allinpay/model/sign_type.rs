//! How a request, an answer or a notification is signed (AL-06 to AL-09).

use serde::{Deserialize, Serialize};

/// A kind of signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum SignType {
    /// A shared key among the sorted members (AL-07).
    #[default]
    Md5,
    /// SHA-1 with RSA (AL-08).
    Rsa,
    /// SM3 with SM2 (AL-09).
    Sm2,
}

impl SignType {
    /// Every kind.
    pub const ALL: [SignType; 3] = [SignType::Md5, SignType::Rsa, SignType::Sm2];

    /// Its name on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            SignType::Md5 => "MD5",
            SignType::Rsa => "RSA",
            SignType::Sm2 => "SM2",
        }
    }

    /// Reads its name on the wire, upper case or lower.
    #[must_use]
    pub fn read(text: &str) -> Option<SignType> {
        SignType::ALL.into_iter().find(|kind| kind.literal().eq_ignore_ascii_case(text))
    }
}
