//! What a human is told besides the imitated answer: what was wrong, and how to mend it. ASCII, for a header.

use super::auth::Rejection;
use super::errors::Misfit;

/// The hint for a request that the gateway turned away.
pub(super) fn of_rejection(rejection: &Rejection) -> String {
    match rejection {
        Rejection::HeadersMissing => "send both Accept and User-Agent (WI-03)".into(),
        Rejection::Malformed(why) | Rejection::Unsigned(why) => format!("{why} (WI-04, WI-05)"),
        Rejection::OtherScheme(scheme) => {
            format!("the scheme is {}, it must be WECHATPAY2-SHA256-RSA2048 (WI-06)", scheme.escape_debug())
        }
        Rejection::TimeOff(off) => format!(
            "the request's timestamp is {off} s from transport time, at most 300 s; transport time is the host's unless the world says otherwise (WI-07)"
        ),
        Rejection::UnknownSerial(serial) => format!(
            "serial_no {} is not a certificate of this mchid here; `wxpay-sandbox credentials --to DIR` writes the right ones (WI-08)",
            serial.escape_debug()
        ),
        Rejection::Expired => "the merchant certificate's time is over (WI-09)".into(),
        Rejection::Revoked => "the merchant certificate was revoked (WI-09)".into(),
        Rejection::Replaced => "the merchant certificate was replaced; sign with the new one (WI-09)".into(),
        Rejection::NoCertificate => {
            "this merchant has no certificate; act merchant.issue_certificate makes one (WI-10)".into()
        }
        Rejection::Mismatch(mismatch) => format!(
            "the certificate's key did not sign these {} bytes; compare your message with detail.sign_information (WI-11)",
            mismatch.length
        ),
    }
}

/// The hint for numbers and keys that do not fit.
pub(super) fn of_misfit(misfit: &Misfit) -> String {
    match misfit {
        Misfit::OtherCaller(parameter) => format!("{parameter} must be the mchid that signed (WI-12)"),
        Misfit::NoSerial => "encrypted fields need the header Wechatpay-Serial: the serial or PUB_KEY_ID of the key they are encrypted with (WI-13)".into(),
        Misfit::WrongSerial(serial) => format!(
            "Wechatpay-Serial {} is neither a live platform certificate nor this merchant's PUB_KEY_ID (WI-14)",
            serial.escape_debug()
        ),
        Misfit::Undecryptable(pointer) => {
            format!("{pointer} is not base64 of RSA-OAEP (SHA-1, MGF1) under the key that Wechatpay-Serial names (WI-15)")
        }
        Misfit::TooLarge(size) => format!("the body has {size} bytes; no API takes more than 1 MiB (assumed)"),
    }
}

/// A hint as a header may carry it. Hints quote requests, and a request may hold anything: a line break would end the
/// header, and what is not ASCII is none of HTTP's characters.
pub(super) fn for_header(hint: &str) -> String {
    hint.chars()
        .map(
            |c| if c.is_ascii_graphic() || c == ' ' { c.to_string() } else { c.escape_unicode().to_string() },
        )
        .collect()
}
