//! The public half of an RSA key: verifies signatures, encrypts sensitive fields.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use rsa::pkcs8::der::{Decode as _, Encode as _};
use rsa::pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use rsa::rand_core::{CryptoRng, RngCore};
use rsa::{BigUint, Oaep, RsaPublicKey, pkcs1};

use super::key::{KeyError, PemError, curve, require_rsa};
use super::pem;

/// A text longer than one OAEP block can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text has {found} bytes; one OAEP-SHA1 block of this key holds at most {limit}")]
pub struct TooLong {
    /// Bytes given.
    pub found: usize,
    /// Most bytes possible: 214 for a key of 2048 bits.
    pub limit: usize,
}

/// An RSA public key of 2048 to 4096 bits. Cheap to clone.
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

struct Inner {
    bits: usize,
    /// `RSAPublicKey` of PKCS#1, the content of the SPKI's bit string.
    pkcs1: Vec<u8>,
    spki_pem: String,
    verifying: ParsedPublicKey,
    encrypting: RsaPublicKey,
}

impl PublicKey {
    /// Reads an SPKI PEM (`PUBLIC KEY`), an X.509 certificate PEM, or a PKCS#1 PEM (`RSA PUBLIC KEY`).
    ///
    /// # Errors
    /// [`KeyError`] says what the text is instead and what to give.
    pub fn from_pem(pem: &str) -> Result<PublicKey, KeyError> {
        let block = pem::first(pem)?;
        match block.label.as_str() {
            "PUBLIC KEY" => PublicKey::from_spki(&block.der),
            "CERTIFICATE" | "X509 CERTIFICATE" => {
                let (_, certificate) =
                    x509_parser::parse_x509_certificate(&block.der).map_err(|_| KeyError::Unsound)?;
                PublicKey::from_spki(certificate.tbs_certificate.subject_pki.raw)
            }
            "RSA PUBLIC KEY" => {
                let parts = pkcs1::RsaPublicKey::from_der(&block.der).map_err(|_| KeyError::Unsound)?;
                PublicKey::from_parts(&parts)
            }
            "EC PRIVATE KEY" | "EC PARAMETERS" => Err(KeyError::NotRsa("EC".to_owned())),
            _ => {
                let wanted = "the public key (PUBLIC KEY) or the certificate (CERTIFICATE)";
                Err(PemError::Kind { found: block.label, wanted }.into())
            }
        }
    }

    /// Reads the DER of a `SubjectPublicKeyInfo`, as it stands in certificates and requests.
    pub(super) fn from_spki(der: &[u8]) -> Result<PublicKey, KeyError> {
        let spki = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Unsound)?;
        require_rsa(spki.algorithm.oid, curve(spki.algorithm.parameters))?;
        let bytes = spki.subject_public_key.as_bytes().ok_or(KeyError::Unsound)?;
        PublicKey::from_parts(&pkcs1::RsaPublicKey::from_der(bytes).map_err(|_| KeyError::Unsound)?)
    }

    /// Modulus and exponent, checked. Written anew from the numbers, so that one key has one PEM.
    pub(super) fn from_parts(parts: &pkcs1::RsaPublicKey<'_>) -> Result<PublicKey, KeyError> {
        let modulus = BigUint::from_bytes_be(parts.modulus.as_bytes());
        let exponent = BigUint::from_bytes_be(parts.public_exponent.as_bytes());
        let bits = modulus.bits();
        // 4096 is where the OAEP side ends; WeChat Pay itself issues 2048 only.
        if !(2048..=4096).contains(&bits) {
            return Err(KeyError::Size(bits));
        }
        let pkcs1 = parts.to_der().map_err(|_| KeyError::Unsound)?;
        let verifying =
            ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &pkcs1).map_err(|_| KeyError::Unsound)?;
        let encrypting = RsaPublicKey::new(modulus, exponent).map_err(|_| KeyError::Unsound)?;
        let spki_pem = pem::encode("PUBLIC KEY", &spki(&pkcs1).map_err(|_| KeyError::Unsound)?);
        Ok(PublicKey(Arc::new(Inner { bits, pkcs1, spki_pem, verifying, encrypting })))
    }

    /// The key as SPKI PEM (`PUBLIC KEY`), the form of WeChat Pay's `pub_key.pem`.
    pub fn spki_pem(&self) -> &str {
        &self.0.spki_pem
    }

    /// Length of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.0.bits
    }

    /// The PKCS#1 DER.
    pub(super) fn pkcs1(&self) -> &[u8] {
        &self.0.pkcs1
    }

    /// Whether `signature` is the RSASSA-PKCS1-v1_5 SHA-256 signature of `message` by this key's owner.
    pub fn verify_sha256(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verifying.verify_sig(message, signature).is_ok()
    }

    /// Encrypts one RSAES-OAEP block with SHA-1 and MGF1-SHA-1, as the SDKs do for sensitive fields (`CE-04`).
    ///
    /// `seed` is OAEP's only random input: the same seed and text give the same ciphertext.
    ///
    /// # Errors
    /// [`TooLong`] when `plain` does not fit into the block.
    pub fn encrypt_oaep(&self, plain: &[u8], seed: [u8; 20]) -> Result<Vec<u8>, TooLong> {
        let limit = self.0.bits.div_ceil(8) - 2 * seed.len() - 2;
        let padding = Oaep::new::<sha1::Sha1>();
        // With a key that was checked, the length is the only thing that can be wrong.
        self.0
            .encrypting
            .encrypt(&mut Replay::new(seed), padding, plain)
            .map_err(|_| TooLong { found: plain.len(), limit })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.0.pkcs1 == other.0.pkcs1
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.0.spki_pem).finish()
    }
}

fn spki(pkcs1: &[u8]) -> Result<Vec<u8>, rsa::pkcs8::der::Error> {
    let algorithm: AlgorithmIdentifierRef<'_> = pkcs1::ALGORITHM_ID;
    let subject_public_key = rsa::pkcs8::der::asn1::BitStringRef::from_bytes(pkcs1)?;
    SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der()
}

/// Hands out given bytes where the `rsa` crate asks for random ones, over and over.
struct Replay(std::iter::Cycle<std::array::IntoIter<u8, 20>>);

impl Replay {
    fn new(seed: [u8; 20]) -> Replay {
        Replay(seed.into_iter().cycle())
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill_bytes(&mut bytes);
        bytes
    }
}

impl RngCore for Replay {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        for (to, from) in dest.iter_mut().zip(&mut self.0) {
            *to = from;
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

// Only a marker that the interface asks for; how random the seed is, the caller decides.
impl CryptoRng for Replay {}
