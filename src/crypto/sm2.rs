//! SM2 with SM3 as acquirers use it (AL-09): the signature is r and s side by side, and the signer has a name.

use std::fmt;

use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use sm2::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};
use sm2::{PublicKey, SecretKey};

use super::sha1_rsa::der_of;

/// An SM2 private key.
pub struct Sm2Key(SecretKey);

/// An SM2 public key.
#[derive(Clone, PartialEq, Eq)]
pub struct Sm2PublicKey(PublicKey);

impl Sm2Key {
    /// The key with this number; none for zero and for numbers past the curve's order.
    #[must_use]
    pub fn from_scalar(bytes: &[u8; 32]) -> Option<Sm2Key> {
        SecretKey::from_slice(bytes).ok().map(Sm2Key)
    }

    /// Reads PKCS#8 as PEM or base64, or the bare number as 64 hex digits.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Sm2Key> {
        if let Ok(bytes) = hex::decode(text.trim()) {
            return Sm2Key::from_scalar(&bytes.try_into().ok()?);
        }
        SecretKey::from_pkcs8_der(&der_of(text).ok()?).ok().map(Sm2Key)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> Sm2PublicKey {
        Sm2PublicKey(self.0.public_key())
    }

    /// The number, as 64 hex digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(self.0.to_bytes())
    }

    /// The signature under a name, 64 bytes: r and s. The same message always gets the same one.
    #[must_use]
    pub fn sign(&self, name: &str, message: &[u8]) -> Vec<u8> {
        let signed = SigningKey::new(name, &self.0).and_then(|key| key.try_sign(message));
        match signed {
            Ok(signature) => signature.to_vec(),
            Err(error) => unreachable!("a name of a few letters and a sound key: {error}"),
        }
    }
}

impl Sm2PublicKey {
    /// Reads SPKI as PEM or base64, or the bare point as hex.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Sm2PublicKey> {
        if let Ok(bytes) = hex::decode(text.trim()) {
            return PublicKey::from_sec1_bytes(&bytes).ok().map(Sm2PublicKey);
        }
        PublicKey::from_public_key_der(&der_of(text).ok()?).ok().map(Sm2PublicKey)
    }

    /// The key as SPKI DER in base64.
    #[must_use]
    pub fn base64(&self) -> String {
        self.0.to_public_key_der().map(|der| super::base64(der.as_bytes())).unwrap_or_default()
    }

    /// Whether this key's owner signed the message under a name.
    #[must_use]
    pub fn verify(&self, name: &str, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        VerifyingKey::new(name, self.0).is_ok_and(|key| key.verify(message, &signature).is_ok())
    }
}

impl fmt::Debug for Sm2Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sm2Key")
    }
}

impl fmt::Debug for Sm2PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sm2PublicKey({})", hex::encode(self.0.to_sec1_point(true).as_bytes()))
    }
}
