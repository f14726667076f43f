//! `GET /v3/certificates` (CE-01 to CE-03).

use serde_json::{Value, json};

use super::wire::{Call, Reply};
use crate::crypto::{aead, base64, certificate};
use crate::wechat_pay::model::merchant::KeyMode;
use crate::wechat_pay::model::platform_key::{self, PlatformCertificate};
use crate::wechat_pay::model::switches;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::Refusal;
use crate::world::{Bug, Cx, Instant};

const ASSOCIATED_DATA: &str = "certificate";

/// All live platform certificates, encrypted with the caller's APIv3 key.
pub(super) fn list(call: &Call<'_>) -> Outcome<Reply> {
    let code = switches::of(call.cx)?.certificates.none_code;
    // There are no SM2 platform certificates here.
    if call.caller.key_mode == KeyMode::PublicKey || call.text("algorithm_type") == Some("SM2") {
        return Err(Refusal::NoPlatformCertificate(code).into());
    }
    let key = call.caller.apiv3_key.as_ref().ok_or(Refusal::NoApiV3Key)?;
    let live = platform_key::all(call.cx)?.into_iter().filter(|certificate| certificate.live);
    let data: Vec<Value> = live.map(|c| line(call.cx, key.bytes(), &c)).collect::<Result<_, _>>()?;
    Ok(Reply::Json(json!({ "data": data })))
}

fn line(cx: &Cx<'_>, key: &[u8; 32], platform: &PlatformCertificate) -> Result<Value, Bug> {
    let facts = certificate::read(&platform.pem).map_err(|error| Bug::Broken(error.to_string()))?;
    let nonce = hex::encode(cx.random("certificates")?.bytes::<6>());
    let mut twelve = [0; 12];
    twelve.copy_from_slice(nonce.as_bytes());
    let sealed = aead::seal(key, &twelve, ASSOCIATED_DATA.as_bytes(), platform.pem.as_bytes());
    let time = |seconds| Instant::from_unix(seconds).map_err(Bug::Broken);
    Ok(json!({
        "serial_no": platform.serial,
        "effective_time": time(facts.not_before)?,
        "expire_time": time(facts.not_after)?,
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": ASSOCIATED_DATA,
            "ciphertext": base64(&sealed),
        },
    }))
}
