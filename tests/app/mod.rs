//! A sandbox inside the test: a hub with one frozen demo world, and a network that only writes down.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use base64::Engine as _;
use serde_json::{Value, json};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::api::{self, Access};
use wxpay_sandbox::control::credentials::{self, Credentials};
use wxpay_sandbox::control::given::{ClockGiven, WorldGiven};
use wxpay_sandbox::control::hub::{DEFAULT, Hub};
use wxpay_sandbox::crypto::key::PrivateKey;
use wxpay_sandbox::deliver::{Letter, Sent, Transport};
use wxpay_sandbox::world::message::{Answer, Request};
use wxpay_sandbox::world::outbox::Outcome;
use wxpay_sandbox::world::{Bug, Instant, Seed, Transport as TransportTime};

/// What a receiver does when a callback reaches it.
type Receiver = Box<dyn Fn(Arc<Hub>, Letter) -> Pin<Box<dyn Future<Output = u16> + Send>> + Send + Sync>;

/// Writes down every letter, and answers as it is told.
#[derive(Default)]
pub(crate) struct Recorder {
    letters: Mutex<Vec<Letter>>,
    receiver: Mutex<Option<Arc<Receiver>>>,
    hub: OnceLock<Weak<Hub>>,
}

impl Transport for Recorder {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>> {
        Box::pin(async move {
            self.letters.lock().unwrap().push(letter.clone());
            let receiver = self.receiver.lock().unwrap().clone();
            let hub = self.hub.get().and_then(Weak::upgrade);
            let status = match (receiver, hub) {
                (Some(receiver), Some(hub)) => receiver(hub, letter.clone()).await,
                _ => 200,
            };
            Sent { outcome: Outcome::Answered { status, body: String::new() }, duration_ms: 0 }
        })
    }
}

/// The sandbox under test.
pub(crate) struct TestApp {
    pub(crate) hub: Arc<Hub>,
    pub(crate) recorder: Arc<Recorder>,
    pub(crate) access: Access,
    nonce: Mutex<u32>,
}

impl TestApp {
    /// A hub with the demo world, frozen at 2026-01-05T10:00:00+08:00.
    pub(crate) fn new() -> TestApp {
        TestApp::of(&TestApp::given())
    }

    /// A hub with the world that is described.
    pub(crate) fn of(given: &WorldGiven) -> TestApp {
        let recorder = Arc::new(Recorder::default());
        let transport: Arc<dyn Transport> = Arc::clone(&recorder) as _;
        let hub = Arc::new(Hub::new(SYSTEMS, transport, None));
        recorder.hub.set(Arc::downgrade(&hub)).unwrap();
        hub.create(DEFAULT, given).expect("the world");
        TestApp { hub, recorder, access: Access::default(), nonce: Mutex::default() }
    }

    /// The demo world's description, on one clock for everything.
    pub(crate) fn given() -> WorldGiven {
        let start = Instant::parse("2026-01-05T10:00:00+08:00").unwrap();
        WorldGiven {
            seed: Some(Seed::new(1)),
            start: Some(start),
            clock: Some(ClockGiven::Frozen),
            transport: Some(TransportTime::Business),
            ..WorldGiven::demo().unwrap()
        }
    }

    /// Says what receivers do from now on.
    pub(crate) fn on_callback<F>(&self, receiver: impl Fn(Arc<Hub>, Letter) -> F + Send + Sync + 'static)
    where
        F: Future<Output = u16> + Send + 'static,
    {
        let boxed: Receiver = Box::new(move |hub, letter| Box::pin(receiver(hub, letter)));
        *self.recorder.receiver.lock().unwrap() = Some(Arc::new(boxed));
    }

    /// How many callbacks went out.
    pub(crate) fn letters(&self) -> usize {
        self.recorder.letters.lock().unwrap().len()
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        api::answer(&self.hub, self.hub.main(), request, &self.access).await.0
    }

    /// Calls the control API; answers status and body.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let answer = self.send(request(method, &format!("/_sandbox{path}"), body)).await;
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
    }

    /// Calls the control API about the default world, which must succeed.
    pub(crate) async fn fine(&self, method: &str, path: &str, body: Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, answer) = self.control(method, &format!("/worlds/default{path}"), &body).await;
        assert!(status < 300, "{method} {path}: {status} {answer}");
        answer
    }

    /// What the demo platform calls with.
    pub(crate) fn platform(&self) -> Credentials {
        let world = self.hub.resident(DEFAULT).unwrap();
        world.world().command(|cx| Ok::<_, Bug>(credentials::of(cx)?.remove(0))).unwrap()
    }

    /// A call of the demo platform, signed as an SDK does.
    pub(crate) async fn call(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = request(method, target, &body);
        request.headers.push(self.authorization(method, target, &body));
        let answer = self.send(request).await;
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
    }

    /// The Authorization header of a call by the demo platform that signs `body`.
    pub(crate) fn authorization(&self, method: &str, target: &str, body: &str) -> (String, String) {
        let platform = self.platform();
        let key = PrivateKey::from_pem(platform.private_key.as_deref().unwrap()).unwrap();
        let timestamp = self.hub.resident(DEFAULT).unwrap().world().transport_now();
        let nonce = {
            let mut nonce = self.nonce.lock().unwrap();
            *nonce += 1;
            format!("{:032}", *nonce)
        };
        let message = format!("{method}\n{target}\n{timestamp}\n{nonce}\n{body}\n");
        let signature = base64::engine::general_purpose::STANDARD.encode(key.sign_sha256(message.as_bytes()));
        let (mchid, serial) = (platform.mchid, platform.serial.unwrap());
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
             timestamp=\"{timestamp}\",serial_no=\"{serial}\""
        );
        ("authorization".to_owned(), authorization)
    }

    /// Places a combined order of two shops.
    pub(crate) async fn place(&self, number: &str) {
        let sub = |end: &str, mchid: &str, total: u32| {
            json!({
                "mchid": "1900000100", "sub_mchid": mchid, "out_trade_no": format!("{number}{end}"),
                "attach": "a", "description": "one thing",
                "amount": { "total_amount": total, "currency": "CNY" },
                "settle_info": { "profit_sharing": true },
            })
        };
        let body = json!({
            "combine_appid": "wx0000000000000001",
            "combine_mchid": "1900000100",
            "combine_out_trade_no": number,
            "combine_payer_info": { "openid": "oSandboxBuyer000000000000001" },
            "sub_orders": [sub("A", "1900000201", 5000), sub("B", "1900000202", 3000)],
            "notify_url": "http://127.0.0.1:8080/notify",
        });
        let (status, answer) = self.call("POST", "/v3/combine-transactions/jsapi", &body).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// Places a combined order and pays it.
    pub(crate) async fn paid(&self, number: &str) -> Value {
        self.place(number).await;
        self.fine("POST", "/acts/buyer.pay", json!({ "combine_out_trade_no": number })).await
    }
}

/// A request as it would come from a program on this machine.
pub(crate) fn request(method: &str, target: &str, body: &str) -> Request {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: vec![
            header("accept", "application/json"),
            header("content-type", "application/json"),
            header("host", "127.0.0.1:7180"),
            header("user-agent", "test"),
        ],
        body: body.as_bytes().to_vec(),
    }
}
