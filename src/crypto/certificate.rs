//! X.509 certificates: issued by the sandbox's own authority, read wherever they come from.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyUsagePurpose, PublicKeyData, SerialNumber,
    SignatureAlgorithm, SigningKey,
};
use serde::{Deserialize, Serialize};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer as _;

use super::key::{KeyError, PemError, PrivateKey, PublicKey};
use super::{pem, pool};

/// Why a certificate could not be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The text is not the right PEM.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// The key inside is not one that WeChat Pay takes.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The block's content is not a certificate.
    #[error("the content of the block is not an X.509 certificate; export it again")]
    Certificate,
    /// The block's content is not a certificate request.
    #[error(
        "the content of the block is not a certificate request (PKCS#10); make it again: openssl req -new"
    )]
    Request,
    /// The request is not signed by the key it names.
    #[error("the request's signature does not match its key; the file was changed, make it again")]
    RequestSignature,
    /// The request is signed in a way that is not understood.
    #[error(
        "the request is signed with the algorithm {0}; make it with RSA and SHA-256: openssl req -new -sha256"
    )]
    RequestAlgorithm(String),
    /// The serial number is not one of at most 20 bytes.
    #[error("the certificate's serial number has more than 20 bytes; X.509 allows 20")]
    Serial,
    /// The certificate could not be written.
    #[error("the certificate could not be made: {0}; check the names in its subject")]
    Making(String),
}

/// A certificate's serial number: 1 to 40 upper-case hexadecimal digits without leading zeros.
///
/// Tools print the same number as `0A1B`, `A1B` or `a1b`; all of them are one `Serial`. Those made here have 40 digits and
/// start with 1 to 7, which every SDK prints alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Serial(String);

/// A text that is not a serial number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a certificate serial number; give its 1 to 40 hexadecimal digits: openssl x509 -noout -serial"
)]
pub struct SerialError(String);

impl Serial {
    /// The serial number that 20 random bytes make: 40 digits, the first of them 1 to 7, the others as given.
    pub fn from_random(mut bytes: [u8; 20]) -> Serial {
        let first = (bytes[0] >> 4) % 7 + 1;
        bytes[0] = first << 4 | bytes[0] & 0x0f;
        Serial(hex::encode_upper(bytes))
    }

    /// Reads a serial number as users and SDKs write it; `None` unless it is 1 to 40 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Serial> {
        let hexadecimal = text.bytes().all(|digit| digit.is_ascii_hexdigit());
        (hexadecimal && (1..=40).contains(&text.len())).then(|| Serial::canonical(text))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn canonical(digits: &str) -> Serial {
        let digits = digits.trim_start_matches('0');
        Serial(if digits.is_empty() { "0".to_owned() } else { digits.to_ascii_uppercase() })
    }

    fn bytes(&self) -> Result<Vec<u8>, CertificateError> {
        let even = if self.0.len().is_multiple_of(2) { "" } else { "0" };
        hex::decode(format!("{even}{}", self.0)).map_err(|_| CertificateError::Serial)
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Serial {
    type Error = SerialError;

    fn try_from(text: String) -> Result<Serial, SerialError> {
        Serial::parse(&text).ok_or(SerialError(text))
    }
}

impl From<Serial> for String {
    fn from(serial: Serial) -> String {
        serial.0
    }
}

/// Whom a certificate names.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// CN: the merchant number, or the platform's name.
    pub common_name: &'a str,
    /// O: the organization.
    pub organization: &'a str,
}

/// What this program needs to know of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its serial number.
    pub serial: Serial,
    /// Start of its validity in unix seconds.
    pub not_before: i64,
    /// End of its validity in unix seconds, that second included.
    pub not_after: i64,
    /// The key it certifies.
    pub public_key: PublicKey,
    /// Its subject as text, such as `O=Shop, CN=1900000100`.
    pub subject: String,
}

/// Issues a certificate for `key`, signed by the sandbox's authority, as X.509 v3 PEM.
///
/// Valid from 2020-01-01T00:00:00Z to 2049-12-31T23:59:59Z, so that neither the host's clock nor a stepped one can make it
/// invalid. The same arguments give the same bytes.
///
/// # Errors
/// [`CertificateError::Making`] when the subject cannot be written.
pub fn issue(subject: &Subject<'_>, serial: &Serial, key: &PrivateKey) -> Result<String, CertificateError> {
    certify(subject, serial, key.public(), 0)
}

/// Issues the platform certificate that follows `rotation` earlier ones, as [`issue`] does.
///
/// It begins and ends so many days later than the first: some SDKs encrypt with the certificate that began last, others
/// with the one that ends last, and both must find the newest.
///
/// # Errors
/// [`CertificateError::Making`] when the subject cannot be written.
pub fn issue_rotated(
    subject: &Subject<'_>,
    serial: &Serial,
    key: &PrivateKey,
    rotation: u32,
) -> Result<String, CertificateError> {
    certify(subject, serial, key.public(), rotation)
}

/// Issues a certificate for the key of a PKCS#10 request, as [`issue`] does. Of the request only the key is used; the
/// subject is the caller's, as WeChat Pay's is its own.
///
/// # Errors
/// [`CertificateError`] when the text is not a request, its key not RSA of 2048 bits or more, or its signature wrong.
pub fn issue_from_request(
    csr_pem: &str,
    subject: &Subject<'_>,
    serial: &Serial,
) -> Result<String, CertificateError> {
    let block = pem::first(csr_pem)?;
    if !matches!(block.label.as_str(), "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") {
        let wanted = "the certificate request (CERTIFICATE REQUEST)";
        return Err(PemError::Kind { found: block.label, wanted }.into());
    }
    let request = match X509CertificationRequest::from_der(&block.der) {
        Ok(([], request)) => request,
        Ok(_) | Err(_) => return Err(CertificateError::Request),
    };
    let key = PublicKey::from_spki(request.certification_request_info.subject_pki.raw)?;
    let algorithm = match request.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.11" => &RSA_PKCS1_2048_8192_SHA256,
        "1.2.840.113549.1.1.12" => &RSA_PKCS1_2048_8192_SHA384,
        "1.2.840.113549.1.1.13" => &RSA_PKCS1_2048_8192_SHA512,
        other => return Err(CertificateError::RequestAlgorithm(other.to_owned())),
    };
    UnparsedPublicKey::new(algorithm, key.pkcs1())
        .verify(request.certification_request_info.raw, &request.signature_value.data)
        .map_err(|_| CertificateError::RequestSignature)?;
    certify(subject, serial, &key, 0)
}

/// The certificate of the sandbox's authority, the issuer of all others, as PEM.
///
/// Its private key is public, see [`pool::authority`].
pub fn authority_pem() -> &'static str {
    include_str!("pool/authority.crt")
}

/// Reads a certificate, ours or a foreign one. Neither its signature nor its dates are judged.
///
/// # Errors
/// [`CertificateError`] when the text is not a certificate, or its key not RSA of 2048 bits or more.
pub fn read(pem: &str) -> Result<Facts, CertificateError> {
    let block = pem::first(pem)?;
    if !matches!(block.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE") {
        let wanted = "the certificate (CERTIFICATE, apiclient_cert.pem)";
        return Err(PemError::Kind { found: block.label, wanted }.into());
    }
    let certificate = match x509_parser::parse_x509_certificate(&block.der) {
        Ok(([], certificate)) => certificate,
        Ok(_) | Err(_) => return Err(CertificateError::Certificate),
    };
    let digits = hex::encode(certificate.raw_serial());
    let serial = Serial::canonical(&digits);
    if serial.as_str().len() > 40 {
        return Err(CertificateError::Serial);
    }
    Ok(Facts {
        serial,
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
        public_key: PublicKey::from_spki(certificate.public_key().raw)?,
        subject: certificate.subject().to_string(),
    })
}

/// The key that a certificate certifies, as [`read`] finds it.
///
/// Every call is verified with the same few certificates, and parsing one costs as much as verifying with it, so the last
/// ones read are remembered.
///
/// # Errors
/// As [`read`].
pub fn public_key(pem: &str) -> Result<PublicKey, CertificateError> {
    static READ: Mutex<BTreeMap<String, PublicKey>> = Mutex::new(BTreeMap::new());
    /// More than any scenario has; a process with more reads some of them again.
    const REMEMBERED: usize = 256;
    let remembered = || READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = remembered().get(pem) {
        return Ok(key.clone());
    }
    let key = read(pem)?.public_key;
    let mut known = remembered();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(pem.to_owned(), key.clone());
    Ok(key)
}

fn certify(
    subject: &Subject<'_>,
    serial: &Serial,
    key: &PublicKey,
    rotation: u32,
) -> Result<String, CertificateError> {
    let making = |error: rcgen::Error| CertificateError::Making(error.to_string());
    let authority = pool::authority();
    let signer = Signer { public: Certified(authority.public()), key: &authority };
    let issuer = pem::first(authority_pem())?.der;
    let issuer = Issuer::from_ca_cert_der(&issuer.as_slice().into(), signer).map_err(making)?;

    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, subject.organization);
    name.push(DnType::CommonName, subject.common_name);
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    params.serial_number = Some(SerialNumber::from(serial.bytes()?));
    let later = Duration::from_secs(u64::from(rotation) * 86_400);
    params.not_before = rcgen::date_time_ymd(2020, 1, 1) + later;
    // The last second that X.509 writes with a two-digit year.
    params.not_after = rcgen::date_time_ymd(2049, 12, 31) + Duration::from_secs(86_399) + later;
    params.is_ca = IsCa::ExplicitNoCa;
    // One key both signs requests and decrypts sensitive fields.
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&Certified(key), &issuer).map_err(making)?;
    // Not rcgen's own PEM: its line ends depend on the platform.
    Ok(pem::encode("CERTIFICATE", certificate.der()))
}

/// A public key as rcgen wants to see it.
struct Certified<'a>(&'a PublicKey);

impl PublicKeyData for Certified<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.pkcs1()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

/// The authority's key as rcgen wants to see it; spares parsing it once more.
struct Signer<'a> {
    public: Certified<'a>,
    key: &'a PrivateKey,
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.public.algorithm()
    }
}

impl SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.key.sign_sha256(message))
    }
}
