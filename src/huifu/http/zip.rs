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

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_file_comes_out_as_it_went_in() {
        let text = "交易时间,商户号\n20260105100000,6666000100000101\n".repeat(3);
        let archive = of("账单.csv", text.as_bytes()).unwrap();
        let word = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap());
        let (name, packed) = (10, usize::try_from(word(18)).unwrap());
        assert_eq!(&archive[30..30 + name], "账单.csv".as_bytes());
        let mut out = String::new();
        let packed = &archive[30 + name..30 + name + packed];
        flate2::read::DeflateDecoder::new(packed).read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
        assert_eq!(usize::try_from(word(22)).unwrap(), text.len());
        // The directory begins where the end record says.
        let directory = usize::try_from(word(archive.len() - 6)).unwrap();
        assert_eq!(&archive[directory..directory + 4], b"PK\x01\x02");
    }
}
