//! A ZIP archive of one file, the same bytes on every machine: its time is the first that the format knows.

use std::io::{self, Write as _};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1980-01-01 as MS-DOS writes a date.
const DATE: u16 = 0x0021;
/// The version that reads it: 2.0, for deflate.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
/// Deflate.
const METHOD: u16 = 8;

/// The archive that holds one file.
///
/// # Errors
/// When the file or its name is too long for the format.
pub(super) fn of(name: &str, content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    let packed = encoder.finish()?;
    let mut crc = Crc::new();
    crc.update(content);
    let long = |length: usize| u32::try_from(length).map_err(io::Error::other);
    let short = u16::try_from(name.len()).map_err(io::Error::other)?;
    let mut facts = Vec::new();
    for half in [FLAGS, METHOD, 0, DATE] {
        facts.extend_from_slice(&half.to_le_bytes());
    }
    for word in [crc.sum(), long(packed.len())?, long(content.len())?] {
        facts.extend_from_slice(&word.to_le_bytes());
    }
    facts.extend_from_slice(&short.to_le_bytes());
    facts.extend_from_slice(&0_u16.to_le_bytes());
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend_from_slice(&VERSION.to_le_bytes());
    archive.extend_from_slice(&facts);
    archive.extend_from_slice(name.as_bytes());
    archive.extend_from_slice(&packed);
    let directory = archive.len();
    archive.extend_from_slice(b"PK\x01\x02");
    archive.extend_from_slice(&VERSION.to_le_bytes());
    archive.extend_from_slice(&VERSION.to_le_bytes());
    archive.extend_from_slice(&facts);
    // No comment, the first disk, no attributes, at the very beginning.
    archive.extend_from_slice(&[0; 14]);
    archive.extend_from_slice(name.as_bytes());
    let length = long(archive.len() - directory)?;
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    archive.extend_from_slice(&length.to_le_bytes());
    archive.extend_from_slice(&long(directory)?.to_le_bytes());
    archive.extend_from_slice(&[0; 2]);
    Ok(archive)
}
