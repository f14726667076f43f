//! The merchant: signs as an SDK does, and verifies whatever comes back.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::model::{Call, ClientKind, FileOpened, PaySign, Sign};
use super::upload::{Upload, content_type};
use crate::crypto::key::{PrivateKey, PublicKey};
use crate::crypto::{Sha1, aead, base64, certificate, from_base64, pool};
use crate::mini_program::http as mini_program;
use crate::wechat_pay::model::merchant::{KeyMode, Merchant};
use crate::wechat_pay::model::platform_key;
use crate::world::message::{Answer, Request};
use crate::world::seed::ALPHANUMERIC;
use crate::world::store::Page;
use crate::world::{Bug, Seed, World};

/// The scheme that SDKs sign with.
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
/// How far a timestamp may be off, in seconds.
const WINDOW: i64 = 300;

/// All merchants of one scenario, as their back ends would act.
pub(super) struct Client<'a> {
    world: &'a World,
    seed: Seed,
    draws: u64,
}

/// WeChat Pay's keys as a merchant holds them: by the text of `Wechatpay-Serial`.
pub(super) struct Keys(BTreeMap<String, PublicKey>);

impl<'a> Client<'a> {
    /// The merchants of a world, after so many draws of their stream.
    pub(super) fn resumed(world: &'a World, seed: Seed, draws: u64) -> Client<'a> {
        Client { world, seed, draws }
    }

    /// How often the stream was drawn from.
    pub(super) fn draws(&self) -> u64 {
        self.draws
    }

    /// The next draw of the client's own stream; the world's streams stay as they would be without it.
    fn draw(&mut self) -> crate::world::seed::Draw {
        self.draws += 1;
        self.seed.draw("scenario client", self.draws)
    }

    /// A nonce of so many characters.
    pub(super) fn nonce(&mut self, alphabet: &[u8], length: usize) -> String {
        self.draw().text(alphabet, length)
    }

    /// A call as bytes.
    pub(super) fn request(&mut self, call: &Call, caller: &Merchant, body: Vec<u8>) -> Result<Request, Bug> {
        let form = call.upload.as_ref().map(Upload::form);
        let (method, url) = match (&call.get, &call.post, &call.upload) {
            (Some(target), ..) => ("GET", target),
            (None, Some(target), _) => ("POST", target),
            (None, None, Some(upload)) => ("POST", &upload.to),
            (None, None, None) => {
                return Err(Bug::Broken("a call without a target was not refused".to_owned()));
            }
        };
        let (host, target) = taken_apart(url);
        // All of a body is signed, and of a form only the meta (MU-01).
        let (signed, body) = form.map_or((None, body), |form| (Some(form.signed), form.body));
        let sdk = !is_plain(&target);
        let mut headers = BTreeMap::from([
            ("accept", "application/json".to_owned()),
            ("host", host),
            ("user-agent", "wxpay-sandbox-scenario".to_owned()),
        ]);
        if method == "POST" {
            let kind = signed.as_ref().map_or_else(|| "application/json".to_owned(), |_| content_type());
            headers.insert("content-type", kind);
        }
        if sdk {
            headers.insert("wechatpay-serial", self.serial_of(caller)?);
        }
        if sdk && !call.sign.none {
            let signed = signed.as_deref().unwrap_or(&body);
            headers.insert("authorization", self.authorization(&call.sign, caller, method, &target, signed));
        }
        Ok(finish(call, method, target, headers, body))
    }

    fn authorization(
        &mut self,
        sign: &Sign,
        caller: &Merchant,
        method: &str,
        target: &str,
        body: &[u8],
    ) -> String {
        if let Some(verbatim) = &sign.authorization {
            return verbatim.clone();
        }
        let nonce = self.draw().text(ALPHANUMERIC, 32);
        let timestamp = self.world.transport_now() + sign.timestamp_offset;
        let own = sign.serial.clone().or_else(|| serial_of(caller)).unwrap_or_else(|| "0".repeat(40));
        let mut message = format!("{method}\n{target}\n{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let signature = base64(&signing_key(caller, &own).sign_sha256(&message));
        let scheme = sign.scheme.as_deref().unwrap_or(SCHEME);
        let mchid = sign.mchid.as_deref().unwrap_or(caller.mchid.as_str());
        format!(
            "{scheme} mchid=\"{mchid}\",nonce_str=\"{nonce}\",timestamp=\"{timestamp}\",serial_no=\"{own}\",signature=\"{signature}\""
        )
    }

    /// The serial that an SDK sends on every request: that of the key it encrypts with.
    pub(super) fn serial_of(&self, caller: &Merchant) -> Result<String, Bug> {
        if caller.key_mode == KeyMode::PublicKey {
            return Ok(caller.public_key.id.clone());
        }
        let certificates = self.world.command(platform_key::all)?;
        let newest = certificates.into_iter().rev().find(|certificate| certificate.live);
        Ok(newest.map_or_else(|| caller.public_key.id.clone(), |certificate| certificate.serial.to_string()))
    }

    /// Encrypts one text with the key of a serial (CE-04); with the newest key where nobody has that serial.
    pub(super) fn encrypt(&mut self, caller: &Merchant, serial: &str, plain: &str) -> Result<String, Bug> {
        let keys = Keys::of(self.world, Some(caller))?;
        let fallback = self.serial_of(caller)?;
        let key = keys.0.get(serial).or_else(|| keys.0.get(&fallback));
        let key = key.ok_or_else(|| Bug::Broken("WeChat Pay has no key at all".to_owned()))?;
        let seed = self.draw().bytes::<20>();
        let sealed = key.encrypt_oaep(plain.as_bytes(), seed);
        sealed.map(|sealed| base64(&sealed)).map_err(|error| Bug::Broken(error.to_string()))
    }

    /// The block that a client hands the cashier (OR-11).
    pub(super) fn pay_sign(&mut self, step: &PaySign, signer: &Merchant) -> Value {
        let (time, nonce) = (self.world.transport_now().to_string(), self.draw().text(ALPHANUMERIC, 32));
        let PaySign { appid, prepay_id, .. } = step;
        let package = match step.client {
            ClientKind::Jsapi => format!("prepay_id={prepay_id}"),
            ClientKind::App => prepay_id.clone(),
        };
        let own = serial_of(signer).unwrap_or_default();
        let message = format!("{appid}\n{time}\n{nonce}\n{package}\n");
        let sign = base64(&signing_key(signer, &own).sign_sha256(message.as_bytes()));
        let mut block = match step.client {
            ClientKind::Jsapi => json!({
                "appId": appid, "timeStamp": time, "nonceStr": nonce, "package": package,
                "signType": "RSA", "paySign": sign,
            }),
            ClientKind::App => json!({
                "appid": appid, "partnerid": signer.mchid, "prepayid": prepay_id, "package": "Sign=WXPay",
                "noncestr": nonce, "timestamp": time, "sign": sign,
            }),
        };
        for (name, value) in &step.change {
            block[name] = Value::String(value.clone());
        }
        block
    }
}

/// Whether a target is the server API's of mini programs: its calls carry a token and are signed by nobody.
pub(super) fn is_plain(target: &str) -> bool {
    mini_program::PREFIXES.iter().any(|prefix| target.starts_with(prefix))
}

/// Host and target of a URL that an answer named; of a target alone, the real host of its system.
fn taken_apart(url: &str) -> (String, String) {
    let below = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let slash = below.and_then(|below| below.find('/'));
    match (below, slash) {
        (Some(below), Some(slash)) => (below[..slash].to_owned(), below[slash..].to_owned()),
        _ if is_plain(url) => (mini_program::REAL_HOST.to_owned(), url.to_owned()),
        _ => ("api.mch.weixin.qq.com".to_owned(), url.to_owned()),
    }
}

/// The request with the headers that the scenario changes.
fn finish(
    call: &Call,
    method: &str,
    target: String,
    headers: BTreeMap<&str, String>,
    mut body: Vec<u8>,
) -> Request {
    if call.sign.tamper_body {
        body.push(b' ');
    }
    let mut all: BTreeMap<String, String> =
        headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for (name, value) in &call.headers {
        let name = name.to_ascii_lowercase();
        match value {
            Some(value) => all.insert(name, value.clone()),
            None => all.remove(&name),
        };
    }
    Request { method: method.to_owned(), target, headers: all.into_iter().collect(), body }
}

/// The serial of the certificate that a merchant signs with: its newest, used up or not.
pub(super) fn serial_of(merchant: &Merchant) -> Option<String> {
    let newest = merchant.active_certificate().or(merchant.certificates.last());
    newest.map(|certificate| certificate.serial.to_string())
}

/// The key of one of the merchant's certificates; its newest key where it has none of that serial. A certificate made
/// from a request carries no key: here a merchant asks for one with its first key.
fn signing_key(merchant: &Merchant, serial: &str) -> PrivateKey {
    let key = match merchant.certificates.iter().find(|certificate| certificate.serial.as_str() == serial) {
        Some(named) => named
            .pool_key
            .or_else(|| merchant.certificates.iter().find_map(|certificate| certificate.pool_key)),
        None => merchant.certificates.iter().rev().find_map(|certificate| certificate.pool_key),
    };
    pool::key(key.unwrap_or_default())
}

impl Keys {
    /// The keys that one merchant holds; those of all merchants where none is named.
    pub(super) fn of(world: &World, merchant: Option<&Merchant>) -> Result<Keys, Bug> {
        let (certificates, merchants) =
            world.command(|cx| Ok::<_, Bug>((platform_key::all(cx)?, cx.page::<Merchant>(Page::ALL)?)))?;
        let mut keys = BTreeMap::new();
        for certificate in certificates.into_iter().filter(|certificate| certificate.live) {
            let facts =
                certificate::read(&certificate.pem).map_err(|error| Bug::Broken(error.to_string()))?;
            keys.insert(certificate.serial.to_string(), facts.public_key);
        }
        let theirs = |other: &&Merchant| merchant.is_none_or(|one| one.mchid == other.mchid);
        for merchant in merchants.iter().filter(theirs) {
            let key = pool::key(merchant.public_key.pool_key);
            keys.insert(merchant.public_key.id.clone(), key.public().clone());
        }
        Ok(Keys(keys))
    }

    /// Verifies the five headers over a body, as the strictest SDKs do.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(super) fn verify(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        transport_now: i64,
    ) -> Result<(), String> {
        let one = |name: &str| -> Result<&str, String> {
            let mut found = headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            match (found.next(), found.next()) {
                (Some((_, value)), None) if !value.is_empty() => Ok(value),
                (Some(_), Some(_)) => Err(format!("{name} stands twice")),
                _ => Err(format!("{name} is missing")),
            }
        };
        let (timestamp, nonce) = (one("Wechatpay-Timestamp")?, one("Wechatpay-Nonce")?);
        let (serial, signature) = (one("Wechatpay-Serial")?, one("Wechatpay-Signature")?);
        let kind = one("Wechatpay-Signature-Type")?;
        if kind != SCHEME {
            return Err(format!("Wechatpay-Signature-Type is {kind}"));
        }
        let sent: i64 = timestamp.parse().map_err(|_| format!("Wechatpay-Timestamp is {timestamp}"))?;
        if (transport_now - sent).abs() >= WINDOW {
            return Err(format!("Wechatpay-Timestamp is {} s off", sent - transport_now));
        }
        let key = self.0.get(serial).ok_or_else(|| format!("nobody knows the key {serial}"))?;
        let signature = from_base64(signature).ok_or("Wechatpay-Signature is not base64")?;
        let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        if key.verify_sha256(&message, &signature) {
            return Ok(());
        }
        Err(format!("the signature does not match the key {serial}"))
    }

    /// Verifies an answer: a 2xx is signed and, unless empty, JSON; anything else carries no signature (WI-17).
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(super) fn verify_answer(&self, answer: &Answer, transport_now: i64) -> Result<(), String> {
        let json = answer.header("Content-Type").is_some_and(|kind| kind.starts_with("application/json"));
        if !answer.body.is_empty() && !json {
            return Err("the Content-Type is not application/json".to_owned());
        }
        if (200..300).contains(&answer.status) {
            return self.verify(&answer.headers, &answer.body, transport_now);
        }
        unsigned(answer).map_err(|name| format!("a rejected request carries {name} (WI-17)"))
    }
}

/// Opens what an answer holds encrypted: a text with the key of the merchant's certificate (CE-04), a resource with its APIv3
/// key.
///
/// # Errors
/// A sentence that says why it does not open.
pub(super) fn open_member(merchant: &Merchant, member: &Value) -> Result<Value, String> {
    let Some(text) = member.as_str() else { return open(merchant, member) };
    let key = merchant.active_certificate().and_then(|certificate| certificate.pool_key);
    let key = pool::key(key.ok_or("the merchant keeps its key itself")?);
    let sealed = from_base64(text).ok_or("it is not base64")?;
    let plain = key.decrypt_oaep(&sealed).map_err(|error| error.to_string())?;
    Ok(Value::String(String::from_utf8(plain).map_err(|error| error.to_string())?))
}

/// That an answer carries no signature.
///
/// # Errors
/// The header that it carries.
pub(super) fn unsigned(answer: &Answer) -> Result<(), String> {
    let signed = answer.headers.iter().find(|(name, _)| name.starts_with("Wechatpay-"));
    signed.map_or(Ok(()), |(name, _)| Err(name.clone()))
}

/// Opens a downloaded file: decrypts it where it has a key, then unpacks it, then checks its digest.
///
/// # Errors
/// A sentence that says why it does not open.
pub(super) fn open_file(merchant: &Merchant, file: &FileOpened, body: &[u8]) -> Result<String, String> {
    let mut bytes = match (&file.key, &file.nonce) {
        (Some(key), Some(nonce)) => {
            let own = signing_key(merchant, &serial_of(merchant).unwrap_or_default());
            let key = from_base64(key).ok_or("the key is not base64")?;
            let key = own.decrypt_oaep(&key).map_err(|error| error.to_string())?;
            let key: [u8; 32] = key.try_into().map_err(|_| "the key is not 32 bytes".to_owned())?;
            let nonce = nonce.as_bytes().try_into().map_err(|_| "the nonce is not 12 bytes".to_owned())?;
            aead::open(&key, &nonce, b"", body).map_err(|error| error.to_string())?
        }
        (None, None) => body.to_vec(),
        _ => return Err("an encrypted file is opened with both key and nonce".to_owned()),
    };
    if file.gunzip {
        let mut plain = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).map_err(|error| error.to_string())?;
        bytes = plain;
    }
    let mut sha1 = Sha1::default();
    sha1.update(&bytes);
    let found = sha1.finish();
    if file.sha1.as_ref().is_some_and(|wanted| *wanted != found) {
        return Err(format!("its SHA-1 is {found}"));
    }
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Opens a sealed resource with a merchant's APIv3 key. A certificate is shown by what it says.
///
/// # Errors
/// A sentence that says why it does not open.
pub(super) fn open(merchant: &Merchant, resource: &Value) -> Result<Value, String> {
    let text = |name: &str| resource[name].as_str().ok_or_else(|| format!("the resource has no {name}"));
    let algorithm = text("algorithm")?;
    if algorithm != "AEAD_AES_256_GCM" {
        return Err(format!("the algorithm is {algorithm}"));
    }
    let key = merchant.apiv3_key.as_ref().ok_or("the merchant has no APIv3 key")?;
    let nonce: [u8; 12] =
        text("nonce")?.as_bytes().try_into().map_err(|_| "the nonce is not 12 bytes".to_owned())?;
    let sealed = from_base64(text("ciphertext")?).ok_or("the ciphertext is not base64")?;
    let plain = aead::open(key.bytes(), &nonce, text("associated_data")?.as_bytes(), &sealed)
        .map_err(|error| error.to_string())?;
    let plain = String::from_utf8(plain).map_err(|error| error.to_string())?;
    if let Ok(facts) = certificate::read(&plain) {
        return Ok(json!({ "serial_no": facts.serial, "subject": facts.subject }));
    }
    serde_json::from_str(&plain).map_err(|error| error.to_string())
}
