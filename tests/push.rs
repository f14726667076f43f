//! Messages of mini programs over a real network, and the settings under which they go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed step ends the test

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Map, Value, json};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{DEFAULT, Hub};
use wxpay_sandbox::crypto::push::{MessageKey, signature};
use wxpay_sandbox::deliver::HttpTransport;
use wxpay_sandbox::world::outbox::{Attempt, Notice, NoticeState, Outcome};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, World};

const APPID: &str = "wx0000000000000001";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// A server that answers 200 with what `answer` makes of each request, and hands the request over.
fn server(answer: impl Fn(&str) -> String + Send + 'static) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, requests) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let mut buffer = [0; 4096];
            while !is_whole(&seen) {
                let count = stream.read(&mut buffer).unwrap();
                assert!(count > 0, "{}", String::from_utf8_lossy(&seen));
                seen.extend_from_slice(&buffer[..count]);
            }
            let request = String::from_utf8(seen).unwrap();
            let body = answer(&request);
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
            sender.send(request).unwrap();
        }
    });
    (address, requests)
}

/// Whether head and body are there.
fn is_whole(seen: &[u8]) -> bool {
    let text = String::from_utf8_lossy(seen).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

/// A member of the query of a request.
fn queried(request: &str, name: &str) -> String {
    let target = request.split(' ').nth(1).unwrap();
    let url = url::Url::parse(&format!("http://localhost{target}")).unwrap();
    url.query_pairs()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn hub(push: &str) -> (Hub, Arc<World>) {
    let yaml = format!(
        "seed: 1\nclock: frozen\nstart: 2026-01-05T10:00:00+08:00\nmini_programs: [{{ appid: {APPID}, original_id: gh_shop1{push} }}]\n"
    );
    let hub = Hub::new(SYSTEMS, Arc::new(HttpTransport::new(None).unwrap()), None);
    let resident = hub.create(DEFAULT, &WorldGiven::read(&yaml).unwrap()).unwrap();
    let world = Arc::clone(resident.world());
    (hub, world)
}

/// WeChat announces fund control, which is pushed.
async fn announce(hub: &Hub) {
    let Value::Object(announced) = json!({ "appid": APPID, "from": "2026-02-01T00:00:00+08:00" }) else {
        panic!("an object")
    };
    hub.act(DEFAULT, "platform.control_appid", &announced, true).await.unwrap();
}

fn notices_of(world: &World) -> Vec<(Notice, Vec<Attempt>)> {
    world
        .command(|cx| {
            let notices = cx.page::<Notice>(Page::ALL)?.into_iter();
            notices.map(|notice| Ok::<_, Bug>((notice.clone(), cx.all("notice", &notice.id)?))).collect()
        })
        .unwrap()
}

/// SH-59, SH-61, SH-95: the settings are checked by a GET, then a message comes encrypted; both over HTTP.
#[tokio::test]
async fn a_server_is_checked_and_then_gets_messages() {
    let (address, requests) = server(|request| match queried(request, "echostr") {
        echostr if echostr.is_empty() => "success".to_owned(),
        echostr => echostr,
    });
    let (hub, world) = hub("");
    let settings = json!({
        "appid": APPID, "url": format!("http://{address}/push?shop=1"), "token": "token1",
        "encoding_aes_key": KEY, "mode": "secure", "format": "json",
    });
    let Value::Object(settings) = settings else { panic!("an object") };
    hub.act(DEFAULT, "merchant.set_push", &settings, true).await.unwrap();
    let check = requests.recv().unwrap();
    assert!(check.starts_with("GET /push?shop=1&signature="), "{check}");

    announce(&hub).await;
    let message = requests.recv().unwrap();
    assert!(message.starts_with("POST /push?shop=1&signature="), "{message}");
    assert!(message.to_ascii_lowercase().contains("\r\ncontent-type: application/json\r\n"), "{message}");
    let (timestamp, nonce) = (queried(&message, "timestamp"), queried(&message, "nonce"));
    assert_eq!(queried(&message, "signature"), signature(&["token1", &timestamp, &nonce]));
    let body: Map<String, Value> = serde_json::from_str(message.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(body.keys().collect::<Vec<_>>(), ["Encrypt", "ToUserName"]);
    let sealed = body["Encrypt"].as_str().unwrap();
    assert_eq!(queried(&message, "msg_signature"), signature(&["token1", &timestamp, &nonce, sealed]));
    let opened = MessageKey::parse(KEY).unwrap().open(sealed).unwrap();
    assert_eq!(opened.appid, APPID);
    let plain: Value = serde_json::from_slice(&opened.message).unwrap();
    assert_eq!(plain["Event"], "wxa_trade_controlled");
    assert!(plain["msg"].as_str().unwrap().contains("2026年02月01日"), "{plain}");
    assert_eq!(plain["ToUserName"], "gh_shop1");
    assert_eq!(plain["CreateTime"], 1_767_578_400);
    let states: Vec<NoticeState> = notices_of(&world).into_iter().map(|(notice, _)| notice.state).collect();
    assert_eq!(states, [NoticeState::Delivered, NoticeState::Delivered]);
}

/// SH-59: the settings that were asked for last are in force, also when an older check is sent again by hand.
#[tokio::test]
async fn an_older_check_brings_nothing_back() {
    let echo = |request: &str| match queried(request, "echostr") {
        echostr if echostr.is_empty() => "success".to_owned(),
        echostr => echostr,
    };
    let ((first, _), (second, requests)) = (server(echo), server(echo));
    let (hub, world) = hub("");
    for (address, token) in [(first, "token1"), (second, "token2")] {
        let settings = json!({ "appid": APPID, "url": format!("http://{address}/push"), "token": token });
        let Value::Object(settings) = settings else { panic!("an object") };
        hub.act(DEFAULT, "merchant.set_push", &settings, true).await.unwrap();
    }
    let checks = notices_of(&world);
    assert!(requests.recv().unwrap().starts_with("GET /push?"));
    hub.resend(DEFAULT, &checks[0].0.id).await.unwrap();
    announce(&hub).await;
    let message = requests.recv().unwrap();
    assert!(message.starts_with("POST /push?"), "{message}");
    let (timestamp, nonce) = (queried(&message, "timestamp"), queried(&message, "nonce"));
    assert_eq!(queried(&message, "signature"), signature(&["token2", &timestamp, &nonce]));
}

/// SH-65: a server that is not there is tried three times with the same body, and its check once.
#[tokio::test]
async fn nobody_there() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{nobody}/push");
    let (hub, world) = hub(&format!(", push: {{ url: \"{url}\", token: token1, mode: compatible }}"));
    announce(&hub).await;
    let Value::Object(settings) = json!({ "appid": APPID, "url": url }) else { panic!("an object") };
    hub.act(DEFAULT, "merchant.set_push", &settings, true).await.unwrap();
    let tried = notices_of(&world);
    let counts: Vec<(NoticeState, usize)> =
        tried.iter().map(|(notice, attempts)| (notice.state, attempts.len())).collect();
    assert_eq!(counts, [(NoticeState::Exhausted, 3), (NoticeState::Exhausted, 1)]);
    for attempt in &tried[0].1 {
        assert_eq!(attempt.body, tried[0].1[0].body);
        assert!(matches!(attempt.outcome, Outcome::Failed { .. }), "{attempt:?}");
    }
}

/// SH-58: settings that may not be make no world, and each says why.
#[test]
fn settings_that_may_not_be() {
    let mut wrong = Vec::new();
    for (settings, wanted) in [
        ("push: { token: token1 }", "url"),
        ("push: { url: nowhere, token: token1 }", "is not an http or https URL"),
        ("push: { url: 'http://shop.example.com:8080/', token: token1 }", "port 80 or 443 only, not 8080"),
        ("push: { url: 'http://localhost:8080/', token: '' }", "is not 3 to 32 letters and digits"),
        ("push: { url: 'http://localhost:8080/', token: abc, encoding_aes_key: abc }", "has 3 characters"),
        ("push: { url: 'http://localhost:8080/', token: abc, mode: safe }", "plain"),
        ("push: { url: 'http://localhost:8080/', token: abc, format: yaml }", "xml"),
        ("original_id: shop1", "is no original id"),
        ("kind: official_account, push: { url: 'http://localhost/', token: abc }", "is no mini program"),
    ] {
        let yaml = format!("mini_programs: [{{ appid: {APPID}, {settings} }}]\n");
        let made = WorldGiven::read(&yaml).and_then(|given| given.build("w", SYSTEMS, None));
        match made {
            Err(error) if error.to_string().contains(wanted) => {}
            Err(error) => wrong.push(format!("{settings}: {error}")),
            Ok(_) => wrong.push(format!("{settings}: it made a world")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
