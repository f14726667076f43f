//! SHA-1 of what is too long to be held whole: bills are checked by it (BI-03).

use sha1::Digest as _;

/// A SHA-1 in the making.
#[derive(Default)]
pub struct Sha1(sha1::Sha1);

impl Sha1 {
    /// Takes the next bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes, in lower-case hex.
    #[must_use]
    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}
