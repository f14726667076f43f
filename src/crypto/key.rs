//! RSA keys of merchants, of the platform and of the sandbox's own authority.

use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    KeyPair, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use rsa::pkcs1;
use rsa::pkcs8::der::{Decode as _, Encode as _};
use rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfo};

use super::pem;
pub use super::pem::PemError;
pub use super::public_key::{PublicKey, TooLong};

/// Why a text is not a key this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is not the right PEM.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// A key of another algorithm.
    #[error("this is a key for {0}; WeChat Pay takes RSA with 2048 bits")]
    NotRsa(String),
    /// An RSA key that is too short or too long.
    #[error("the RSA key has {0} bits; give one with 2048 (up to 4096 are understood)")]
    Size(usize),
    /// The block's content is not a key, or its numbers do not belong together.
    #[error("the content of the block is not a sound RSA key; export it again from where it was made")]
    Unsound,
}

/// Why a ciphertext could not be decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecryptError {
    /// The ciphertext has not the length of the key's modulus.
    #[error("the ciphertext has {found} bytes, the key's have {wanted}; is it base64 of one RSA block?")]
    Length {
        /// Bytes given.
        found: usize,
        /// Bytes of the modulus.
        wanted: usize,
    },
    /// Neither OAEP with SHA-1 nor OAEP with SHA-256.
    #[error(
        "neither OAEP-SHA1 nor OAEP-SHA256 under this key; was it encrypted for another key, or with PKCS#1 v1.5 padding?"
    )]
    Padding,
}

/// An RSA private key of 2048 to 4096 bits. Cheap to clone; its `Debug` never shows the key.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    pkcs8: Vec<u8>,
    pem: String,
    public: PublicKey,
    /// Built at once, because building it is what proves that the numbers belong together.
    signing: KeyPair,
    /// Built when first used: most keys never decrypt.
    decrypting: OnceLock<Option<OaepPrivateDecryptingKey>>,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 (`PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`) PEM.
    ///
    /// # Errors
    /// [`KeyError`] says what the text is instead and what to give.
    pub fn from_pem(pem: &str) -> Result<PrivateKey, KeyError> {
        let block = pem::first(pem)?;
        match block.label.as_str() {
            "PRIVATE KEY" => {
                let info = PrivateKeyInfo::from_der(&block.der).map_err(|_| KeyError::Unsound)?;
                require_rsa(info.algorithm.oid, curve(info.algorithm.parameters))?;
                PrivateKey::from_pkcs1(info.private_key)
            }
            "RSA PRIVATE KEY" => PrivateKey::from_pkcs1(&block.der),
            "EC PRIVATE KEY" | "EC PARAMETERS" => Err(KeyError::NotRsa("EC".to_owned())),
            "DSA PRIVATE KEY" => Err(KeyError::NotRsa("DSA".to_owned())),
            _ => {
                let wanted = "the private key: PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY (apiclient_key.pem)";
                Err(PemError::Kind { found: block.label, wanted }.into())
            }
        }
    }

    fn from_pkcs1(der: &[u8]) -> Result<PrivateKey, KeyError> {
        let parts = pkcs1::RsaPrivateKey::from_der(der).map_err(|_| KeyError::Unsound)?;
        let public = PublicKey::from_parts(&parts.public_key())?;
        let signing = KeyPair::from_der(der).map_err(|_| KeyError::Unsound)?;
        // Written anew, so that the PEM is the same whichever form and attributes the key came with.
        let info = PrivateKeyInfo::new(pkcs1::ALGORITHM_ID, der);
        let pkcs8 = info.to_der().map_err(|_| KeyError::Unsound)?;
        let pem = pem::encode("PRIVATE KEY", &pkcs8);
        Ok(PrivateKey(Arc::new(Inner { pkcs8, pem, public, signing, decrypting: OnceLock::new() })))
    }

    /// The key as PKCS#8 PEM, the form of `apiclient_key.pem`.
    pub fn pem(&self) -> &str {
        &self.0.pem
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.0.public
    }

    /// The RSASSA-PKCS1-v1_5 signature with SHA-256 (`WECHATPAY2-SHA256-RSA2048`), as long as the modulus.
    pub fn sign_sha256(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.0.signing.public_modulus_len()];
        // PKCS#1 v1.5 is deterministic; the generator is an argument of the interface and is never read.
        let unread = SystemRandom::new();
        match self.0.signing.sign(&RSA_PKCS1_SHA256, &unread, message, &mut signature) {
            Ok(()) => signature,
            Err(aws_lc_rs::error::Unspecified) => {
                unreachable!("the key was checked when it was read, and the buffer has its length")
            }
        }
    }

    /// Decrypts one RSAES-OAEP block: a sensitive field (`CE-04`). SHA-1 is what the SDKs use; one page of the vendor's recommends
    /// SHA-256, so that is tried next.
    ///
    /// # Errors
    /// [`DecryptError`] when the block has the wrong length or is not OAEP under this key.
    pub fn decrypt_oaep(&self, ciphertext: &[u8]) -> Result<Vec<u8>, DecryptError> {
        let wanted = self.0.signing.public_modulus_len();
        if ciphertext.len() != wanted {
            return Err(DecryptError::Length { found: ciphertext.len(), wanted });
        }
        let key = self.0.decrypting.get_or_init(|| {
            let key = PrivateDecryptingKey::from_pkcs8(&self.0.pkcs8).ok()?;
            OaepPrivateDecryptingKey::new(key).ok()
        });
        let key = key.as_ref().ok_or(DecryptError::Padding)?;
        let mut buffer = vec![0; wanted];
        for algorithm in [&OAEP_SHA1_MGF1SHA1, &OAEP_SHA256_MGF1SHA256] {
            if let Ok(plain) = key.decrypt(algorithm, ciphertext, &mut buffer, None) {
                return Ok(plain.to_vec());
            }
        }
        Err(DecryptError::Padding)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("bits", &self.0.public.bits()).finish_non_exhaustive()
    }
}

/// The curve of an EC key, where the algorithm's parameters name one.
pub(super) fn curve(parameters: Option<rsa::pkcs8::der::AnyRef<'_>>) -> Option<ObjectIdentifier> {
    parameters.and_then(|any| any.decode_as().ok())
}

/// Refuses every algorithm but plain RSA, by the name a user knows.
pub(super) fn require_rsa(oid: ObjectIdentifier, curve: Option<ObjectIdentifier>) -> Result<(), KeyError> {
    const SM2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");
    if oid == pkcs1::ALGORITHM_OID {
        return Ok(());
    }
    let name = match oid.to_string().as_str() {
        "1.2.840.10045.2.1" if curve == Some(SM2) => "SM2".to_owned(),
        "1.2.840.10045.2.1" => "EC".to_owned(),
        "1.2.840.113549.1.1.10" => "RSA-PSS only".to_owned(),
        "1.2.840.10040.4.1" => "DSA".to_owned(),
        "1.3.101.110" => "X25519".to_owned(),
        "1.3.101.112" => "Ed25519".to_owned(),
        other => format!("the algorithm {other}"),
    };
    Err(KeyError::NotRsa(name))
}
