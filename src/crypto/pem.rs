//! PEM text: reads what people paste, writes one canonical form.
//!
//! Reading is lenient about what tools differ in (text before the block, CRLF, line width, blanks) and strict about the
//! base64 itself. Writing always uses 64 columns and LF, so that the text is the same on every machine.

/// One `-----BEGIN …-----` block.
pub(super) struct Block {
    /// The words after BEGIN, such as `PRIVATE KEY`.
    pub(super) label: String,
    /// The decoded content.
    pub(super) der: Vec<u8>,
}

/// Why a text is not the PEM that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    /// Nothing was given.
    #[error("the text is empty; give the PEM, from -----BEGIN to the end of -----END … -----")]
    Empty,
    /// No `-----BEGIN` line.
    #[error(
        "no -----BEGIN line; give the whole PEM text, with its BEGIN and END lines (or check the file's path)"
    )]
    NoBlock,
    /// A PKCS#12 container, binary or as base64.
    #[error(
        "this is a PKCS#12 file (apiclient_cert.p12); give the PEM: apiclient_key.pem for the key, apiclient_cert.pem for the certificate"
    )]
    Pkcs12,
    /// Base64 or binary DER without the BEGIN and END lines.
    #[error("this is DER without BEGIN and END lines; give the PEM text")]
    Der,
    /// A block that is not closed.
    #[error("the block {0} has no -----END {0}----- line; the text is cut off")]
    Unended(String),
    /// The content of a block is not base64.
    #[error("the base64 of the block {0} is damaged or cut off; copy the file again")]
    Base64(String),
    /// A key encrypted with a passphrase.
    #[error(
        "the key is encrypted with a passphrase; decrypt it first: openssl pkey -in key.pem -out plain.pem"
    )]
    Encrypted,
    /// A block of another kind.
    #[error("found a block {found}; give {wanted}")]
    Kind {
        /// The label that was found.
        found: String,
        /// What the caller can use.
        wanted: &'static str,
    },
}

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// The first block of the text, parameters of EC keys skipped.
pub(super) fn first(text: &str) -> Result<Block, PemError> {
    let mut rest = text;
    loop {
        let (block, after) = next(rest)?;
        // `openssl ecparam -genkey` puts the curve before the key; the key is what the user means.
        if block.label != "EC PARAMETERS" || !after.contains(BEGIN) {
            return Ok(block);
        }
        rest = after;
    }
}

fn next(text: &str) -> Result<(Block, &str), PemError> {
    let (_, opened) = text.split_once(BEGIN).ok_or_else(|| without_block(text))?;
    let (label, opened) = opened.split_once(DASHES).ok_or(PemError::NoBlock)?;
    if label.contains('\n') {
        return Err(PemError::NoBlock);
    }
    let (content, after) = opened
        .split_once(&format!("-----END {label}{DASHES}"))
        .ok_or_else(|| PemError::Unended(label.to_owned()))?;
    if label == "ENCRYPTED PRIVATE KEY" || content.contains("Proc-Type:") {
        return Err(PemError::Encrypted);
    }
    let digits: String = content.split_ascii_whitespace().collect();
    let der = super::from_base64(&digits).filter(|der| !der.is_empty());
    let der = der.ok_or_else(|| PemError::Base64(label.to_owned()))?;
    Ok((Block { label: label.to_owned(), der }, after))
}

/// What a text without any block most likely is.
fn without_block(text: &str) -> PemError {
    let digits: String = text.split_ascii_whitespace().collect();
    if digits.is_empty() {
        return PemError::Empty;
    }
    let der = super::from_base64(&digits).unwrap_or_else(|| text.as_bytes().to_vec());
    // SEQUENCE with a two-byte length. The length itself may have been lost when a binary file was read as text.
    if der.first() != Some(&0x30) {
        return PemError::NoBlock;
    }
    // A PFX opens with INTEGER 3; no key or certificate has this version at its start.
    let start = der.get(..12).unwrap_or(&der);
    if start.windows(3).any(|bytes| bytes == [0x02, 0x01, 0x03]) { PemError::Pkcs12 } else { PemError::Der }
}

/// The block in its canonical form: 64 columns, LF, a final LF.
pub(super) fn encode(label: &str, der: &[u8]) -> String {
    let digits = super::base64(der);
    let mut text = format!("{BEGIN}{label}{DASHES}\n");
    let mut rest = digits.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}{DASHES}\n"));
    text
}
