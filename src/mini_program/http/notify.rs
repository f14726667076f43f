//! Messages on the wire: signed in the query, plain or encrypted, in XML or JSON (SH-59 to SH-66).

use serde_json::Value;

use crate::crypto::push::{MessageKey, signature};
use crate::mini_program::model::push::{PushFormat, PushMode, PushSettings, settings_of};
use crate::mini_program::rules::notices::{self, Content, PushLetter};
use crate::mini_program::rules::push;
use crate::world::ids::Appid;
use crate::world::journal::Note;
use crate::world::message::ordered_object;
use crate::world::outbox::{Method, Notice, Prepared, Reply, Sealed, Unsealed};
use crate::world::{Bug, Cx, Span};

/// How often a message is sent in all (SH-65).
const ATTEMPTS: u32 = 3;

/// The gap after attempt `number` (from 1): none is waited for, and the check of an address is made once (SH-65).
#[must_use]
pub fn gap_after(notice: &Notice, number: u32) -> Option<Span> {
    (notice.event != notices::URL_CHECK && number < ATTEMPTS).then_some(Span::seconds(0))
}

/// Whether an answer ends the delivery: 200 for a message, for a check the very text that was sent (SH-59, SH-65).
#[must_use]
pub fn accepts(notice: &Notice, reply: Reply<'_>) -> bool {
    let content = serde_json::from_value::<Content>(notice.data.clone());
    reply.status == 200
        && content.is_ok_and(|content| match content.letter {
            PushLetter::Check { echostr } => reply.body == echostr,
            PushLetter::Message { .. } => true,
        })
}

/// What came of a delivery: of a check the settings, of a message a word about an answer that is none (SH-64, SH-65).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn concluded(cx: &Cx<'_>, notice: &Notice, accepted: Option<Reply<'_>>) -> Result<Option<Note>, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    match (&content.letter, accepted) {
        (PushLetter::Check { .. }, accepted) => push::check_ended(cx, &content, accepted.is_some()).map(Some),
        (PushLetter::Message { .. }, Some(reply)) => {
            let settings = settings_of(cx, &content.appid, content.settings)?;
            let note = || {
                Note::new(
                    "the body is not `success`, yet it counts as delivered (SH-65)",
                    "应答内容不是 success，仍视为已送达（SH-65）",
                )
            };
            Ok((!is_answer(&settings, reply.body)).then(note))
        }
        (PushLetter::Message { .. }, None) => Ok(None),
    }
}

/// Whether a body is an answer that WeChat understands; an encrypted one is for those who encrypt.
fn is_answer(settings: &PushSettings, body: &str) -> bool {
    matches!(body, "" | "success") || (settings.mode != PushMode::Plain && body.contains("Encrypt"))
}

/// Makes one attempt ready. The body is the same each time; timestamp, nonce and signatures are new (SH-66).
///
/// # Errors
/// [`Bug`] when the notice cannot be read.
pub fn prepare(cx: &Cx<'_>, notice: &Notice) -> Result<Prepared, Bug> {
    let content: Content = serde_json::from_value(notice.data.clone())?;
    let settings = settings_of(cx, &content.appid, content.settings)?;
    let nonce = notices::whole_number(cx, 9)?;
    let (method, written) = match &content.letter {
        PushLetter::Check { echostr } => (Method::Get, Written::check(echostr)),
        PushLetter::Message { fields, random } => {
            (Method::Post, Written::message(&content.appid, &settings, fields, random)?)
        }
    };
    let token = settings.token;
    let sealed = move |transport_now: i64| written.seal(&token, &transport_now.to_string(), &nonce);
    Ok(Prepared::Letter(Unsealed { method, seal: Box::new(sealed), copies: 1 }))
}

/// What is sent, but for what depends on the moment of sending.
struct Written {
    /// Members of the query that follow the signature.
    query: Vec<(String, String)>,
    /// The encrypted text, which is signed too.
    encrypted: Option<String>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Written {
    fn check(echostr: &str) -> Written {
        let query = vec![("echostr".to_owned(), echostr.to_owned())];
        Written { query, encrypted: None, headers: headers(None), body: Vec::new() }
    }

    fn message(
        appid: &Appid,
        settings: &PushSettings,
        fields: &[(String, Value)],
        random: &str,
    ) -> Result<Written, Bug> {
        let PushSettings { encoding_aes_key, mode, format, .. } = settings;
        let broken = || Bug::Broken(format!("the push settings of {appid} do not encrypt"));
        let encrypted = match mode {
            PushMode::Plain => None,
            PushMode::Compatible | PushMode::Secure => {
                let key = MessageKey::parse(encoding_aes_key).ok_or_else(broken)?;
                let mut front = [0; 16];
                hex::decode_to_slice(random, &mut front).map_err(|_| broken())?;
                Some(key.seal(front, write(*format, fields).as_bytes(), appid.as_str()))
            }
        };
        let outer: Vec<(String, Value)> = match (mode, &encrypted) {
            (PushMode::Secure, Some(sealed)) => fields
                .iter()
                .filter(|(name, _)| name == "ToUserName")
                .cloned()
                .chain([encrypt_member(sealed)])
                .collect(),
            (_, sealed) => {
                fields.iter().cloned().chain(sealed.iter().map(|sealed| encrypt_member(sealed))).collect()
            }
        };
        let sender = fields.iter().find(|(name, _)| name == "FromUserName");
        let sender = sender.and_then(|(_, value)| value.as_str()).unwrap_or_default();
        let query = vec![("openid".to_owned(), sender.to_owned())];
        let body = write(*format, &outer).into_bytes();
        Ok(Written { query, encrypted, headers: headers(Some(*format)), body })
    }

    fn seal(self, token: &str, timestamp: &str, nonce: &str) -> Sealed {
        let mut query = vec![
            ("signature".to_owned(), signature(&[token, timestamp, nonce])),
            ("timestamp".to_owned(), timestamp.to_owned()),
            ("nonce".to_owned(), nonce.to_owned()),
        ];
        query.extend(self.query);
        if let Some(sealed) = &self.encrypted {
            query.push(("encrypt_type".to_owned(), "aes".to_owned()));
            let signed = signature(&[token, timestamp, nonce, sealed]);
            query.push(("msg_signature".to_owned(), signed));
        }
        Sealed { query, headers: self.headers, body: self.body }
    }
}

fn encrypt_member(sealed: &str) -> (String, Value) {
    ("Encrypt".to_owned(), Value::String(sealed.to_owned()))
}

/// Only Content-Type is documented; the others are those of WeChat's other callbacks (assumed).
fn headers(format: Option<PushFormat>) -> Vec<(String, String)> {
    let mut headers = vec![
        ("Accept".to_owned(), "*/*".to_owned()),
        ("User-Agent".to_owned(), "Mozilla/4.0".to_owned()),
        ("Pragma".to_owned(), "no-cache".to_owned()),
    ];
    headers.extend(format.map(|format| ("Content-Type".to_owned(), format.content_type().to_owned())));
    headers
}

/// A message in the words of its format.
fn write(format: PushFormat, fields: &[(String, Value)]) -> String {
    match format {
        PushFormat::Json => {
            let members: Vec<(&str, String)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect();
            ordered_object(&members)
        }
        PushFormat::Xml => {
            let elements: String = fields.iter().map(|(name, value)| element(name, value)).collect();
            format!("<xml>{elements}</xml>")
        }
    }
}

/// Texts stand in CDATA, numbers bare.
fn element(name: &str, value: &Value) -> String {
    let content = match value.as_str() {
        Some(text) => format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>")),
        None => value.to_string(),
    };
    format!("<{name}>{content}</{name}>")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields() -> Vec<(String, Value)> {
        vec![
            ("ToUserName".to_owned(), json!("gh_x")),
            ("CreateTime".to_owned(), json!(1_700_172_000)),
            ("msg".to_owned(), json!("a \"b\" <c> ]]> d")),
        ]
    }

    #[test]
    fn numbers_stay_numbers_and_texts_keep_every_character() {
        assert_eq!(
            write(PushFormat::Json, &fields()),
            r#"{"ToUserName":"gh_x","CreateTime":1700172000,"msg":"a \"b\" <c> ]]> d"}"#
        );
        assert_eq!(
            write(PushFormat::Xml, &fields()),
            "<xml><ToUserName><![CDATA[gh_x]]></ToUserName><CreateTime>1700172000</CreateTime>\
             <msg><![CDATA[a \"b\" <c> ]]]]><![CDATA[> d]]></msg></xml>"
        );
    }
}
