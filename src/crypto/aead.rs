//! `AEAD_AES_256_GCM`, the cipher of callbacks and of the platform certificate list.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};

/// Why a sealed text could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Shorter than the tag that ends every sealed text.
    #[error("the ciphertext has {0} bytes, fewer than the 16 of its tag; give ciphertext and tag together")]
    Short(usize),
    /// The tag does not match.
    #[error("the tag does not match; check the APIv3 key (32 bytes), the nonce and the associated data")]
    Tag,
}

/// Encrypts `plain` and returns ciphertext followed by the 16-byte tag.
///
/// `key` is the 32-byte APIv3 key and `nonce` the 12 bytes that travel as text; `associated` is authenticated only and
/// may be empty.
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], associated: &[u8], plain: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(key.into());
    match cipher.encrypt(nonce.into(), Payload { msg: plain, aad: associated }) {
        Ok(sealed) => sealed,
        Err(aes_gcm::Error) => unreachable!("GCM refuses only texts of more than 64 GiB"),
    }
}

/// Decrypts what [`seal`] (or WeChat Pay, or a merchant's SDK) made: ciphertext followed by the tag.
///
/// # Errors
/// [`OpenError`] when the text is too short or was not sealed with this key, nonce and associated data.
pub fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    associated: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, OpenError> {
    if sealed.len() < 16 {
        return Err(OpenError::Short(sealed.len()));
    }
    Aes256Gcm::new(key.into())
        .decrypt(nonce.into(), Payload { msg: sealed, aad: associated })
        .map_err(|aes_gcm::Error| OpenError::Tag)
}
