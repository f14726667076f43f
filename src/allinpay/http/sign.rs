//! Signatures (AL-06 to AL-09): the same for requests, answers and notices.

use super::form::Fields;
use crate::allinpay::model::merchant::Application;
use crate::allinpay::model::sign_type::SignType;
use crate::crypto::sha1_rsa::{SigningKey, VerifyingKey};
use crate::crypto::sm2::{Sm2Key, Sm2PublicKey};
use crate::crypto::{base64, from_base64, md5, pool};

/// As whom the acquirer signs with SM2 (AL-09).
pub const SM2_NAME: &str = "Allinpay";

/// The name of the acquirer's SM2 key in the pool.
pub const SM2_KEY: &str = "allinpay";

/// What is signed: all fields but `sign` and empty ones, sorted by name (AL-06). With MD5 the key stands among them
/// (AL-07).
#[must_use]
pub fn signed_text(fields: &Fields, md5_key: Option<&str>) -> String {
    let mut pairs: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, value)| *name != "sign" && !value.is_empty())
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    pairs.extend(md5_key.map(|key| ("key", key)));
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// What a merchant signs with.
pub enum MerchantKey<'a> {
    /// The shared key.
    Md5(&'a str),
    /// Its RSA key.
    Rsa(&'a SigningKey),
    /// Its SM2 key, and the application in whose name it signs.
    Sm2(&'a Sm2Key, &'a str),
}

/// A merchant's signature over the fields of a request.
#[must_use]
pub fn by_merchant(fields: &Fields, key: &MerchantKey<'_>) -> String {
    match key {
        MerchantKey::Md5(key) => md5(signed_text(fields, Some(key)).as_bytes()).to_uppercase(),
        MerchantKey::Rsa(key) => base64(&key.sign(signed_text(fields, None).as_bytes())),
        MerchantKey::Sm2(key, appid) => base64(&key.sign(appid, signed_text(fields, None).as_bytes())),
    }
}

/// Whether the `sign` of a request is its application's.
#[must_use]
pub fn is_by_merchant(fields: &Fields, application: &Application, sign_type: SignType) -> bool {
    let sign = fields.get("sign").map_or("", String::as_str);
    let bytes = || from_base64(sign).unwrap_or_default();
    let text = signed_text(fields, None);
    match sign_type {
        SignType::Md5 => {
            md5(signed_text(fields, Some(&application.md5_key)).as_bytes()).eq_ignore_ascii_case(sign)
        }
        SignType::Rsa => VerifyingKey::from_text(&application.rsa_key)
            .is_ok_and(|key| key.verify(text.as_bytes(), &bytes())),
        SignType::Sm2 => Sm2PublicKey::from_text(&application.sm2_key)
            .is_some_and(|key| key.verify(&application.appid, text.as_bytes(), &bytes())),
    }
}

/// The acquirer's signature over the fields of an answer or notice (AL-10, AL-41).
#[must_use]
pub fn by_acquirer(fields: &Fields, application: &Application, sign_type: SignType) -> String {
    let text = signed_text(fields, None);
    match sign_type {
        SignType::Md5 => md5(signed_text(fields, Some(&application.md5_key)).as_bytes()).to_uppercase(),
        SignType::Rsa => base64(&pool::allinpay().sign(text.as_bytes())),
        SignType::Sm2 => base64(&pool::sm2(SM2_KEY).sign(SM2_NAME, text.as_bytes())),
    }
}

/// Whether the `sign` of an answer or notice is the acquirer's.
#[must_use]
pub fn is_by_acquirer(fields: &Fields, application: &Application, sign_type: SignType) -> bool {
    let sign = fields.get("sign").map_or("", String::as_str);
    match sign_type {
        SignType::Md5 | SignType::Rsa => by_acquirer(fields, application, sign_type) == sign,
        SignType::Sm2 => {
            let text = signed_text(fields, None);
            let bytes = from_base64(sign).unwrap_or_default();
            pool::sm2(SM2_KEY).public().verify(SM2_NAME, text.as_bytes(), &bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// AL-07: the key stands where its name sorts, and an empty field is dropped.
    #[test]
    fn the_published_rule_of_md5_gives_its_vector() {
        let mut fields = fields(
            "acct=oSandboxUser0000000000000001&appid=00000051&body=测试商品&cusid=990581007426001&notify_url=http://127.0.0.1:9000/notify&paytype=W11&randomstr=373267535319&reqsn=SBX20250101000001&signtype=MD5&sub_appid=wx0000000000000001&trxamt=1234&version=11",
        );
        fields.insert("validtime".to_owned(), String::new());
        let key = MerchantKey::Md5("0123456789abcdef0123456789abcdef");
        assert_eq!(by_merchant(&fields, &key), "54EAC6031FAEC69FF8BC8672407B1270");
    }
}
