//! Keys, signatures, ciphers and certificates: bytes in, bytes out.
//!
//! This room knows nothing of worlds, HTTP, time or the host's randomness. Whatever must be random (an OAEP seed, a GCM
//! nonce, a serial number) is an argument, so the same inputs give the same bytes on every machine.

pub mod aead;
pub mod certificate;
mod digest;
pub mod key;
mod pem;
pub mod pool;
mod public_key;
pub mod push;
pub mod sha1_rsa;
pub mod sm2;

pub use digest::{Sha1, md5};

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use aws_lc_rs::digest::{SHA256, digest};

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; 32];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

/// Base64 with the standard alphabet, padded, without line breaks: the form of every signature and ciphertext on the wire.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a base64 text, or `None` unless it is exactly what [`base64()`] writes: standard alphabet, padded, no
/// blanks or line breaks, no stray bits in the last digit.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
