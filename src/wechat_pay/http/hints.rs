//! What a human is told besides the imitated answer: what was wrong, and how to mend it. English is ASCII, for a header.

use super::auth::Rejection;
use super::errors::Misfit;
use crate::world::journal::Note;

/// The explanation for a request that the gateway turned away.
pub(super) fn of_rejection(rejection: &Rejection) -> Note {
    match rejection {
        Rejection::HeadersMissing => Note::new(
            "send both Accept and User-Agent (WI-03)",
            "请求头须同时带 Accept 与 User-Agent（WI-03）",
        ),
        Rejection::Malformed(why) | Rejection::Unsigned(why) => {
            Note::new(format!("{why} (WI-04, WI-05)"), format!("Authorization 有误：{why}（WI-04、WI-05）"))
        }
        Rejection::OtherScheme(scheme) => Note::new(
            format!(
                "the scheme is {}, it must be WECHATPAY2-SHA256-RSA2048 (WI-06)",
                scheme.escape_default()
            ),
            format!("认证类型为 {scheme}，应为 WECHATPAY2-SHA256-RSA2048（WI-06）"),
        ),
        Rejection::TimeOff(off) => Note::new(
            format!(
                "the request's timestamp is {off} s from transport time, at most 300 s; transport time is the host's unless the world says otherwise (WI-07)"
            ),
            format!("请求时间戳与传输时间相差 {off} 秒，最多 300 秒；传输时间默认为本机时间（WI-07）"),
        ),
        Rejection::UnknownSerial(serial) => Note::new(
            format!(
                "serial_no {} is not a certificate of this mchid here; `wxpay-sandbox credentials --to DIR` writes the right ones (WI-08)",
                serial.escape_default()
            ),
            format!(
                "serial_no {serial} 不是该商户在此处的证书；wxpay-sandbox credentials --to DIR 可导出（WI-08）"
            ),
        ),
        Rejection::Expired => {
            Note::new("the merchant certificate's time is over (WI-09)", "商户证书已过有效期（WI-09）")
        }
        Rejection::Revoked => {
            Note::new("the merchant certificate was revoked (WI-09)", "商户证书已被作废（WI-09）")
        }
        Rejection::Replaced => Note::new(
            "the merchant certificate was replaced; sign with the new one (WI-09)",
            "商户证书已更换；请用新证书签名（WI-09）",
        ),
        Rejection::NoCertificate => Note::new(
            "this merchant has no certificate; act merchant.issue_certificate makes one (WI-10)",
            "该商户没有证书；可用 merchant.issue_certificate 签发（WI-10）",
        ),
        Rejection::Mismatch(mismatch) if mismatch.upload => Note::new(
            "the certificate's key did not sign this meta; of an upload only the exact bytes of the part meta are signed (MU-01)",
            "证书私钥签名的不是这段 meta；上传接口只对 meta 部分的原始字节签名（MU-01）",
        ),
        Rejection::Mismatch(mismatch) => Note::new(
            format!(
                "the certificate's key did not sign these {} bytes; compare your message with detail.sign_information (WI-11)",
                mismatch.length
            ),
            format!(
                "证书私钥签名的不是这 {} 字节；请与 detail.sign_information 对照签名串（WI-11）",
                mismatch.length
            ),
        ),
    }
}

/// The explanation for numbers and keys that do not fit.
pub(super) fn of_misfit(misfit: &Misfit) -> Note {
    match misfit {
        Misfit::OtherCaller(parameter) => Note::new(
            format!("{parameter} must be the mchid that signed (WI-12)"),
            format!("{parameter} 必须是签名的商户号（WI-12）"),
        ),
        Misfit::NoSerial => Note::new(
            "encrypted fields need the header Wechatpay-Serial: the serial or PUB_KEY_ID of the key they are encrypted with (WI-13)",
            "含加密字段的请求须带 Wechatpay-Serial：加密所用平台证书序列号或 PUB_KEY_ID（WI-13）",
        ),
        Misfit::WrongSerial(serial) => Note::new(
            format!(
                "Wechatpay-Serial {} is neither a live platform certificate nor this merchant's PUB_KEY_ID (WI-14)",
                serial.escape_default()
            ),
            format!("Wechatpay-Serial {serial} 既不是有效的平台证书，也不是该商户的 PUB_KEY_ID（WI-14）"),
        ),
        Misfit::Undecryptable(pointer) | Misfit::NotCipher(pointer) => Note::new(
            format!(
                "{pointer} is not base64 of RSA-OAEP (SHA-1, MGF1) under the key that Wechatpay-Serial names (WI-15)"
            ),
            format!(
                "{pointer} 不是用 Wechatpay-Serial 所指密钥 RSA-OAEP（SHA-1、MGF1）加密后的 base64（WI-15）"
            ),
        ),
        Misfit::TooLarge(size) => Note::new(
            format!("the body has {size} bytes; no API takes more than 1 MiB (assumed)"),
            format!("请求体 {size} 字节；没有接口接受超过 1 MiB（推定）"),
        ),
        Misfit::NoForm(why) => why.clone(),
        Misfit::TooFrequent(_) => Note::new(
            "act fault.too_frequent asked for this; repeat the call, switches.frequency_code spells the code (AS-38)",
            "由 fault.too_frequent 触发；请重试，错误码写法见开关 switches.frequency_code（AS-38）",
        ),
    }
}
