//! Messages pushed to the server of a mini program: signed in the query, plain or encrypted, in XML or JSON.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value, json};

use super::Reading;
use crate::crypto::push::{MessageKey, signature};
use crate::deliver::Letter;
use crate::mini_program::model::push::{PushSettings, Server, pushed_to};
use crate::mini_program::rules::notices::URL_CHECK;
use crate::scenario::model::PushKeys;
use crate::world::outbox::Method;
use crate::world::store::Page;
use crate::world::{Bug, World};

/// How far a timestamp may be off, in seconds.
const WINDOW: i64 = 300;

/// A mini program as its server knows it.
struct Account {
    appid: String,
    original_id: String,
    token: String,
    encoding_aes_key: String,
}

/// Whether a callback is one of these: they are the only ones that are signed in the query.
pub(super) fn is_push(letter: &Letter) -> bool {
    letter.url.query_pairs().any(|(name, _)| name == "signature")
}

/// What the servers of a world's mini programs make of it; `told` are secrets that they have been told apart from the world.
pub(super) fn read(world: &World, told: &[PushKeys], letter: &Letter) -> Result<Reading, Bug> {
    let accounts = accounts(world, told)?;
    let query: BTreeMap<String, String> = letter.url.query_pairs().into_owned().collect();
    let envelope = (letter.method != Method::Get).then(|| parse(letter));
    let addressee = envelope.iter().flatten().find_map(|outer| outer["ToUserName"].as_str());
    let signed = signer(&accounts, &query, addressee, world.transport_now());
    let Some(envelope) = envelope else {
        let echostr = query.get("echostr").cloned().unwrap_or_default();
        return Ok(Reading {
            id: echostr.clone(),
            event: URL_CHECK.to_owned(),
            envelope: json!(query),
            plain: Ok(json!({ "echostr": echostr })),
            verified: signed.map(|_| ()),
            thanks: echostr,
        });
    };
    let (verified, plain) = match (&envelope, signed) {
        (Err(why), _) => (Err(why.clone()), Err(why.clone())),
        (Ok(outer), Err(why)) => (Err(why), shown(outer)),
        (Ok(outer), Ok(account)) => (verify(account, &query, outer), open(account, outer, is_xml(letter))),
    };
    let event = plain.as_ref().ok().and_then(|plain: &Value| plain["Event"].as_str()).unwrap_or_default();
    Ok(Reading {
        id: String::from_utf8_lossy(&letter.body).into_owned(),
        event: event.to_owned(),
        envelope: envelope.unwrap_or_default(),
        plain,
        verified,
        thanks: "success".to_owned(),
    })
}

fn accounts(world: &World, told: &[PushKeys]) -> Result<Vec<Account>, Bug> {
    let servers: Vec<(Server, Option<PushSettings>)> = world.command(|cx| {
        let servers = cx.page::<Server>(Page::ALL)?.into_iter();
        servers
            .map(|server| {
                let pushed = pushed_to(cx, &server.appid)?;
                Ok::<_, Bug>((server, pushed.map(|(_, settings)| settings)))
            })
            .collect()
    })?;
    let accounts = servers.into_iter().filter_map(|(server, settings)| {
        let told = told.iter().rev().find(|keys| keys.appid == server.appid.as_str());
        let (token, encoding_aes_key) = match (told, settings) {
            (Some(keys), _) => (keys.token.clone(), keys.encoding_aes_key.clone().unwrap_or_default()),
            (None, Some(push)) => (push.token, push.encoding_aes_key),
            (None, None) => return None,
        };
        let (appid, original_id) = (server.appid.to_string(), server.original_id);
        Some(Account { appid, original_id, token, encoding_aes_key })
    });
    Ok(accounts.collect())
}

/// The account whose token made the signature of the query (SH-59). Several may have that token: then the one meant.
fn signer<'a>(
    accounts: &'a [Account],
    query: &BTreeMap<String, String>,
    addressee: Option<&str>,
    transport_now: i64,
) -> Result<&'a Account, String> {
    let one = |name: &str| query.get(name).ok_or_else(|| format!("the query has no {name}"));
    let (timestamp, nonce, made) = (one("timestamp")?, one("nonce")?, one("signature")?);
    let sent: i64 = timestamp.parse().map_err(|_| format!("timestamp is {timestamp}"))?;
    if (transport_now - sent).abs() >= WINDOW {
        return Err(format!("timestamp is {} s off", sent - transport_now));
    }
    let alike: Vec<&Account> =
        accounts.iter().filter(|account| signature(&[&account.token, timestamp, nonce]) == *made).collect();
    let meant = alike.iter().find(|account| Some(account.original_id.as_str()) == addressee);
    meant
        .or(alike.first())
        .copied()
        .ok_or_else(|| "no token of a mini program here makes this signature".to_owned())
}

/// Checks what is signed besides, where something is encrypted (SH-61).
fn verify(account: &Account, query: &BTreeMap<String, String>, outer: &Value) -> Result<(), String> {
    let text = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let Some(sealed) = outer["Encrypt"].as_str() else {
        let extra = ["encrypt_type", "msg_signature"].into_iter().find(|name| query.contains_key(*name));
        return extra.map_or(Ok(()), |name| Err(format!("nothing is encrypted, yet there is {name}")));
    };
    if text("encrypt_type") != "aes" {
        return Err(format!("encrypt_type is `{}`, not aes", text("encrypt_type")));
    }
    let parts = [account.token.as_str(), text("timestamp"), text("nonce"), sealed];
    if signature(&parts) == text("msg_signature") {
        return Ok(());
    }
    Err("msg_signature does not match what is encrypted".to_owned())
}

/// The message itself: addressed to this account, and the same plain and encrypted where it comes in both (SH-62, SH-63).
fn open(account: &Account, outer: &Value, is_xml: bool) -> Result<Value, String> {
    let addressed = |message: &Value| {
        let to = message["ToUserName"].as_str().unwrap_or_default();
        if to == account.original_id { Ok(()) } else { Err(format!("it is addressed to {to}")) }
    };
    addressed(outer)?;
    let Some(sealed) = outer["Encrypt"].as_str() else { return Ok(outer.clone()) };
    let key = MessageKey::parse(&account.encoding_aes_key).ok_or("no EncodingAESKey is known")?;
    let opened = key.open(sealed).map_err(|error| error.to_string())?;
    if opened.appid != account.appid {
        return Err(format!("it ends with the appid {}, not {}", opened.appid, account.appid));
    }
    let message = read_message(&opened.message, is_xml)?;
    addressed(&message)?;
    let beside: Map<String, Value> = outer
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "Encrypt")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if beside.len() > 1 && Value::Object(beside) != message {
        return Err("the plain fields are not those that are encrypted".to_owned());
    }
    Ok(message)
}

/// What can be seen of a message that nobody vouches for.
fn shown(outer: &Value) -> Result<Value, String> {
    if outer.get("Encrypt").is_some() {
        return Err("nobody knows whose key opens it".to_owned());
    }
    Ok(outer.clone())
}

fn is_xml(letter: &Letter) -> bool {
    content_type(letter) == "text/xml"
}

fn content_type(letter: &Letter) -> &str {
    let found = letter.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    found.map(|(_, value)| value.as_str()).unwrap_or_default()
}

fn parse(letter: &Letter) -> Result<Value, String> {
    match content_type(letter) {
        "text/xml" => read_message(&letter.body, true),
        "application/json" => read_message(&letter.body, false),
        other => Err(format!("the Content-Type is `{other}`")),
    }
}

fn read_message(bytes: &[u8], is_xml: bool) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    if is_xml {
        return from_xml(text).map_err(|why| format!("the message is not XML of one level: {why}"));
    }
    serde_json::from_str(text).map_err(|error| format!("the message is not JSON: {error}"))
}

/// The elements below the root `xml`: a text for CDATA, a whole number for what stands bare.
fn from_xml(text: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(text);
    let (mut members, mut open) = (Map::new(), Vec::<String>::new());
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                match open.as_slice() {
                    [] if name == "xml" => {}
                    [_] if !members.contains_key(&name) => {
                        members.insert(name.clone(), json!(""));
                    }
                    _ => return Err(format!("<{name}> stands in the wrong place")),
                }
                open.push(name);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::CData(part) => {
                let part = part.decode().map_err(|error| error.to_string())?;
                let member = member(&mut members, &open)?;
                let before = member.as_str().unwrap_or_default();
                *member = json!(format!("{before}{part}"));
            }
            Event::Text(bare) => {
                let bare = bare.decode().map_err(|error| error.to_string())?;
                let number: i64 =
                    bare.parse().map_err(|_| format!("`{bare}` is neither CDATA nor a number"))?;
                *member(&mut members, &open)? = json!(number);
            }
            Event::Eof if open.is_empty() && !members.is_empty() => return Ok(Value::Object(members)),
            Event::Eof
            | Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => return Err("it ends early, or holds what a message has not".to_owned()),
        }
    }
}

fn member<'a>(members: &'a mut Map<String, Value>, open: &[String]) -> Result<&'a mut Value, String> {
    let name = open.get(1).ok_or("text stands outside of an element")?;
    members.get_mut(name).ok_or_else(|| format!("<{name}> is not open"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers_are_told_apart() {
        let xml = "<xml><A><![CDATA[1 <b> ]]]]><![CDATA[> é]]></A><B>1700172000</B><C><![CDATA[]]></C></xml>";
        assert_eq!(from_xml(xml), Ok(json!({ "A": "1 <b> ]]> é", "B": 1_700_172_000, "C": "" })));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for wrong in ["", "{}", "<xml></xml>", "<xml><A>x</A></xml>", "<xml><A>1</A>", "<a><A>1</A></a>"] {
            assert!(from_xml(wrong).is_err(), "{wrong}");
        }
        assert!(from_xml("<xml><A><B>1</B></A></xml>").is_err());
        assert!(from_xml("<xml><A>1</A><A>1</A></xml>").is_err());
    }
}
