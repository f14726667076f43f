//! The cipher and the signatures of message pushes: AES-256-CBC under an EncodingAESKey, and SHA-1 over sorted parts (SH-59 to
//! SH-63).

use aes::Aes256;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::{Sha1, base64, from_base64};

/// The letters and digits of an EncodingAESKey.
const KEY_LENGTH: usize = 43;
/// Padded texts are multiples of this, twice the cipher's own block.
const BLOCK: usize = 32;
/// Randomness and length in front of the message.
const HEAD: usize = 20;

/// 43 letters or digits are 258 bits: the last two are whatever the user typed.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The key that a mini program's EncodingAESKey stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageKey([u8; 32]);

/// Why a message does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Not base64, or not whole blocks.
    #[error("Encrypt is not base64 of whole 32-byte blocks; give it as it came")]
    Form,
    /// What comes out has no right padding or length.
    #[error("what comes out is no message; check the EncodingAESKey")]
    Content,
}

/// A message that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The message.
    pub message: Vec<u8>,
    /// The appid behind it; the receiver compares it with its own.
    pub appid: String,
}

impl MessageKey {
    /// The key of an EncodingAESKey; `None` unless that is 43 letters and digits (SH-58).
    #[must_use]
    pub fn parse(text: &str) -> Option<MessageKey> {
        if text.len() != KEY_LENGTH || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let bytes = LENIENT.decode(format!("{text}=")).ok()?;
        bytes.try_into().ok().map(MessageKey)
    }

    /// Encrypts a message for the mini program of an appid: `random` goes in front of it.
    #[must_use]
    pub fn seal(&self, random: [u8; 16], message: &[u8], appid: &str) -> String {
        // A message is a few kilobytes; its length fits.
        let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
        let mut text = [&random[..], &length.to_be_bytes(), message, appid.as_bytes()].concat();
        let fill = BLOCK - text.len() % BLOCK;
        text.resize(text.len() + fill, u8::try_from(fill).unwrap_or_default());
        let (whole, iv) = (text.len(), self.iv());
        match cbc::Encryptor::<Aes256>::new(&self.0.into(), &iv.into())
            .encrypt_padded::<NoPadding>(&mut text, whole)
        {
            Ok(sealed) => base64(sealed),
            Err(_) => unreachable!("the text is whole blocks"),
        }
    }

    /// Decrypts what [`MessageKey::seal`] (or WeChat) made.
    ///
    /// # Errors
    /// [`MessageError`].
    pub fn open(&self, sealed: &str) -> Result<Opened, MessageError> {
        let mut text = from_base64(sealed).ok_or(MessageError::Form)?;
        if text.is_empty() || !text.len().is_multiple_of(BLOCK) {
            return Err(MessageError::Form);
        }
        let text = cbc::Decryptor::<Aes256>::new(&self.0.into(), &self.iv().into())
            .decrypt_padded::<NoPadding>(&mut text)
            .map_err(|_| MessageError::Form)?;
        let fill = usize::from(text.last().copied().unwrap_or_default());
        let body = text.len().checked_sub(fill).and_then(|end| text.get(HEAD..end));
        let (Some(body), 1..=BLOCK) = (body, fill) else { return Err(MessageError::Content) };
        let mut length = [0; 4];
        length.copy_from_slice(&text[HEAD - 4..HEAD]);
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let (message, appid) = body.split_at_checked(length).ok_or(MessageError::Content)?;
        let appid = String::from_utf8(appid.to_vec()).map_err(|_| MessageError::Content)?;
        Ok(Opened { message: message.to_vec(), appid })
    }

    /// The first half of the key.
    fn iv(&self) -> [u8; 16] {
        let mut iv = [0; 16];
        iv.copy_from_slice(&self.0[..16]);
        iv
    }
}

/// The signature over some parts: SHA-1, in hex, of their text one after the other in alphabetical order.
#[must_use]
pub fn signature(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    let mut sum = Sha1::default();
    for part in sorted {
        sum.update(part.as_bytes());
    }
    sum.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODING_AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    const APPID: &str = "wx0123456789abcdef";
    const MESSAGE: &str = r#"{"ToUserName":"gh_sandbox00001","FromUserName":"oSystemAccount","CreateTime":1700000000,"MsgType":"event","Event":"trade_manage_order_settlement"}"#;
    const SEALED: &str = concat!(
        "Q3stYC6hdFzMh9T8HCvyDBYfEbPcXh+hjTmhtBYsg7lYZkRNmD0c79N1HF1of7RYZqxMRlYXwBOnW8FnP3foSESljzR5+BMTL5s4556XwllzFDZFp1IT",
        "kZonRVMvbZJqHjQvZxWt76z9NUwOBPf3zSZEd8aWRYg4u9WlPmLa0MyzwF0aWuPPbhBxvtZJJtxhyVxJVL828UFuN0TprAesgH5PM5Oj8QOYXuGGYjoD",
        "oWQlIqNQjwWRMcrVUXiHbCcT"
    );

    fn key() -> MessageKey {
        MessageKey::parse(ENCODING_AES_KEY).expect("43 letters and digits")
    }

    /// The first two are samples of the official page on message pushes.
    #[test]
    fn signatures_are_those_of_the_samples() {
        for (parts, wanted) in [
            (vec!["AAAAA", "1714036504", "1514711492"], "f464b24fc39322e44b38aa78f5edd27bd1441696"),
            (vec!["AAAAA", "1714037059", "486452656"], "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
            (vec!["sandboxtoken", "1700000000", "nonce123"], "12bc75aa107ff3d6114dc0e4d694f612b2fd4add"),
            (
                vec!["sandboxtoken", "1700000000", "nonce123", SEALED],
                "9ef29617f0bdd4cffea19b5ee4d1117cc2ff0a74",
            ),
        ] {
            assert_eq!(signature(&parts), wanted, "{parts:?}");
        }
    }

    #[test]
    fn a_message_is_sealed_as_in_the_sample() {
        assert_eq!(key().seal(*b"0123456789abcdef", MESSAGE.as_bytes(), APPID), SEALED);
        let opened = key().open(SEALED).expect("it opens");
        assert_eq!(opened, Opened { message: MESSAGE.as_bytes().to_vec(), appid: APPID.to_owned() });
    }

    /// A text that already is whole blocks gets one block more, as the padding has no zero.
    #[test]
    fn every_length_opens_again() {
        for length in 0..70 {
            let message = vec![b'x'; length];
            let sealed = key().seal([7; 16], &message, APPID);
            assert!(from_base64(&sealed).expect("base64").len().is_multiple_of(BLOCK), "{length}");
            assert_eq!(key().open(&sealed).expect("it opens").message, message, "{length}");
        }
    }

    #[test]
    fn what_is_no_message_does_not_open() {
        let other = MessageKey::parse("GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba").expect("a key");
        for (sealed, wanted) in [
            ("", MessageError::Form),
            ("%", MessageError::Form),
            ("AAAAAAAAAAAAAAAAAAAAAA==", MessageError::Form),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", MessageError::Content),
            (SEALED, MessageError::Content),
        ] {
            assert_eq!(other.open(sealed), Err(wanted), "{sealed}");
        }
    }

    #[test]
    fn a_key_is_43_letters_and_digits() {
        let long = format!("{ENCODING_AES_KEY}H");
        let slash = format!("{}/", &ENCODING_AES_KEY[..42]);
        for wrong in ["", &ENCODING_AES_KEY[..42], &long, &slash] {
            assert!(MessageKey::parse(wrong).is_none(), "{wrong}");
        }
    }
}
