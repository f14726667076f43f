//! RSA with SHA-1 and PKCS#1 v1.5, as acquirers still sign (AL-08): keys from 1024 bits, as PEM or as bare base64.

use std::fmt;

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha1::Digest as _;

/// Why a text is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyTextError {
    /// Neither PEM nor base64 of a key.
    #[error("this is no RSA key: give PEM, or the base64 of its DER in one line")]
    Unreadable,
    /// Too short or too long.
    #[error("the RSA key has {0} bits; 1024 to 4096 are understood")]
    Size(usize),
}

/// A private key that signs with SHA-1.
pub struct SigningKey(RsaPrivateKey);

/// A public key that verifies what was signed with SHA-1.
#[derive(Clone)]
pub struct VerifyingKey {
    spki: Vec<u8>,
    verifying: ParsedPublicKey,
}

impl SigningKey {
    /// Reads PKCS#8 or PKCS#1, as PEM or as base64.
    ///
    /// # Errors
    /// [`KeyTextError`].
    pub fn from_text(text: &str) -> Result<SigningKey, KeyTextError> {
        let der = der_of(text)?;
        let key = RsaPrivateKey::from_pkcs8_der(&der).ok();
        let key = key.or_else(|| RsaPrivateKey::from_pkcs1_der(&der).ok()).ok_or(KeyTextError::Unreadable)?;
        let bits = key.n().bits();
        if (1024..=4096).contains(&bits) { Ok(SigningKey(key)) } else { Err(KeyTextError::Size(bits)) }
    }

    /// The signature, as long as the modulus.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self.0.sign(Pkcs1v15Sign::new::<sha1::Sha1>(), &sha1::Sha1::digest(message)) {
            Ok(signature) => signature,
            Err(error) => unreachable!("the key was checked when it was read: {error}"),
        }
    }

    /// The public half as SPKI DER in base64, the form in which acquirers hand their keys out.
    pub fn public_base64(&self) -> String {
        self.0
            .to_public_key()
            .to_public_key_der()
            .map(|der| super::base64(der.as_bytes()))
            .unwrap_or_default()
    }

    /// The key as PKCS#8 DER in base64.
    pub fn base64(&self) -> String {
        self.0.to_pkcs8_der().map(|der| super::base64(der.as_bytes())).unwrap_or_default()
    }
}

impl VerifyingKey {
    /// Reads SPKI or PKCS#1, as PEM or as base64.
    ///
    /// # Errors
    /// [`KeyTextError`].
    pub fn from_text(text: &str) -> Result<VerifyingKey, KeyTextError> {
        let der = der_of(text)?;
        let key = RsaPublicKey::from_public_key_der(&der).ok();
        let key = key.or_else(|| RsaPublicKey::from_pkcs1_der(&der).ok()).ok_or(KeyTextError::Unreadable)?;
        let bits = key.n().bits();
        if !(1024..=4096).contains(&bits) {
            return Err(KeyTextError::Size(bits));
        }
        let pkcs1 = key.to_pkcs1_der().map_err(|_| KeyTextError::Unreadable)?;
        let spki = key.to_public_key_der().map_err(|_| KeyTextError::Unreadable)?.as_bytes().to_vec();
        let verifying = ParsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, pkcs1.as_bytes())
            .map_err(|_| KeyTextError::Unreadable)?;
        Ok(VerifyingKey { spki, verifying })
    }

    /// The key as SPKI DER in base64.
    #[must_use]
    pub fn base64(&self) -> String {
        super::base64(&self.spki)
    }

    /// Whether this key's owner signed the message.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.verifying.verify_sig(message, signature).is_ok()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("bits", &self.0.n().bits()).finish_non_exhaustive()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyingKey").field(&self.base64()).finish()
    }
}

/// The DER behind a PEM's lines, or behind bare base64.
pub(super) fn der_of(text: &str) -> Result<Vec<u8>, KeyTextError> {
    let digits: String = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(str::split_ascii_whitespace)
        .collect();
    super::from_base64(&digits).filter(|der| !der.is_empty()).ok_or(KeyTextError::Unreadable)
}
