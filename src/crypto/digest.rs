//! Digests beside SHA-256: SHA-1 of what is too long to be held whole (BI-03), MD5 of what acquirers sign (AL-07).

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

/// The MD5 of some bytes, in lower-case hex.
#[must_use]
pub fn md5(bytes: &[u8]) -> String {
    use md5::Digest as _;
    hex::encode(md5::Md5::digest(bytes))
}
