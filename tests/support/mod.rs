//! What the integration tests share: a world in the process, a merchant that signs as an SDK does, and a receiver that
//! answers as it is told.

// Shared by several test programs: none uses all of it, and nothing here ships.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod bills;

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
pub use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::crypto::{base64, from_base64, pool};
use wxpay_sandbox::deliver::{Driver, Letter, Moved, Sent, Transport};
use wxpay_sandbox::wechat_pay::WechatPay;
use wxpay_sandbox::wechat_pay::model::accounts;
use wxpay_sandbox::wechat_pay::model::merchant::Merchant;
use wxpay_sandbox::wechat_pay::model::platform_key;
use wxpay_sandbox::world::act::{ActRefused, Args};
use wxpay_sandbox::world::journal::Kind;
use wxpay_sandbox::world::message::{Answer, Request};
use wxpay_sandbox::world::outbox::{Outcome, Stage};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Fen, Span, System, World, Worlds};

/// The platform of [`given`].
pub const PLATFORM: &str = "1900000100";
/// Its appid.
pub const APPID: &str = "wx0000000000000001";
/// Its sub-merchants.
pub const SUBS: [&str; 3] = ["1900000201", "1900000202", "1900000203"];
/// The first buyer's openid under [`APPID`].
pub const OPENID: &str = "oSandboxBuyer000000000000001";
/// Where notices go.
pub const NOTIFY: &str = "http://127.0.0.1:9/notify";

/// The world of these tests: one platform, three shops, one buyer, a clock that stands.
pub const GIVEN: &str = r#"
seed: 1
start: 2026-01-05T10:00:00+08:00
clock: frozen
transport: business
platform: { mchid: "1900000100", appid: wx0000000000000001 }
sub_merchants: [ { mchid: "1900000201" }, { mchid: "1900000202" }, { mchid: "1900000203" } ]
buyers: [ { name: buyer, openids: { wx0000000000000001: oSandboxBuyer000000000000001 } } ]
"#;

/// The description above with other lines at the end.
pub fn given(more: &str) -> WorldGiven {
    WorldGiven::read(&format!("{GIVEN}{more}")).expect("a description of a world")
}

/// The world above with its platform's line replaced.
pub fn given_platform(platform: &str) -> WorldGiven {
    let line = r#"platform: { mchid: "1900000100", appid: wx0000000000000001 }"#;
    WorldGiven::read(&GIVEN.replace(line, platform)).expect("a description of a world")
}

/// A receiver that answers each letter with the next status it was told, then with the last one for ever.
/// 0 stands for no connection.
pub struct Receiver {
    answers: Mutex<VecDeque<u16>>,
    usual: Mutex<u16>,
    /// How many letters came.
    pub letters: Mutex<Vec<Letter>>,
}

impl Receiver {
    /// One that accepts everything.
    pub fn new() -> Arc<Receiver> {
        Arc::new(Receiver { answers: Mutex::default(), usual: Mutex::new(200), letters: Mutex::default() })
    }

    /// Answers so from now on.
    pub fn usually(&self, status: u16) {
        *self.usual.lock().unwrap() = status;
    }
}

impl Transport for Receiver {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>> {
        let status = self.answers.lock().unwrap().pop_front().unwrap_or(*self.usual.lock().unwrap());
        self.letters.lock().unwrap().push(letter.clone());
        let outcome = match status {
            0 => Outcome::Failed { stage: Stage::Connect, reason: "refused".to_owned() },
            status => Outcome::Answered { status, body: String::new() },
        };
        Box::pin(std::future::ready(Sent { outcome, duration_ms: 0 }))
    }
}

/// A world with its driver, and the worlds that hold it.
pub struct Bench {
    /// The world.
    pub world: Arc<World>,
    /// All worlds: this one.
    pub worlds: Worlds,
    /// Works the agenda off.
    pub driver: Driver,
    /// Gets the notices.
    pub receiver: Arc<Receiver>,
    nonce: Mutex<u64>,
}

impl Bench {
    /// A world in memory.
    pub fn new(given: &WorldGiven) -> Bench {
        Bench::over(given.build("test", SYSTEMS, None).expect("a world"))
    }

    /// A world in a file.
    pub fn file(given: &WorldGiven, file: &Path) -> Bench {
        Bench::over(given.build("test", SYSTEMS, Some(file)).expect("a world"))
    }

    /// A world that is there already.
    pub fn over(world: World) -> Bench {
        let (world, worlds, receiver) = (Arc::new(world), Worlds::default(), Receiver::new());
        worlds.add(Arc::clone(&world)).expect("the only world");
        let driver = Driver::new(Arc::clone(&world), Arc::clone(&receiver) as Arc<dyn Transport>);
        Bench { world, worlds, driver, receiver, nonce: Mutex::new(0) }
    }

    /// A request as the platform's SDK signs it.
    pub fn signed(&self, method: &str, target: &str, body: &[u8]) -> Request {
        let merchant = self.merchant();
        let certificate = merchant.active_certificate().expect("a certificate");
        let nonce = {
            let mut nonce = self.nonce.lock().unwrap();
            *nonce += 1;
            format!("nonce{nonce}")
        };
        let time = self.world.transport_now();
        let mut message = format!("{method}\n{target}\n{time}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let key = pool::key(certificate.pool_key.expect("a key of the pool"));
        let signature = base64(&key.sign_sha256(&message));
        let serial = &certificate.serial;
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{PLATFORM}\",nonce_str=\"{nonce}\",timestamp=\"{time}\",serial_no=\"{serial}\",signature=\"{signature}\""
        );
        let headers = [
            ("authorization", authorization.as_str()),
            ("accept", "application/json"),
            ("user-agent", "tests"),
            ("content-type", "application/json"),
        ];
        Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            body: body.to_vec(),
        }
    }

    /// Sends raw bytes, signed. Every 2xx answer must verify; every header must be one that HTTP can carry.
    pub fn send(&self, method: &str, target: &str, body: &[u8]) -> Answer {
        let answer = self.handle(&self.signed(method, target, body));
        if (200..300).contains(&answer.status) {
            self.verify(&answer);
        }
        answer
    }

    /// Hands a request in as it is.
    pub fn handle(&self, request: &Request) -> Answer {
        let answer = WechatPay.handle(&self.worlds, request).whole().expect("a whole answer");
        for (name, value) in &answer.headers {
            assert!(value.bytes().all(|b| (32..127).contains(&b)), "header {name} holds {value:?}");
        }
        answer
    }

    /// `POST` with a JSON body.
    pub fn post(&self, target: &str, body: &Value) -> (u16, Value) {
        read(&self.send("POST", target, body.to_string().as_bytes()))
    }

    /// `GET`.
    pub fn get(&self, target: &str) -> (u16, Value) {
        read(&self.send("GET", target, b""))
    }

    fn verify(&self, answer: &Answer) {
        let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("no {name}")).to_owned();
        let serial = header("Wechatpay-Serial");
        let merchant = self.merchant();
        let pool_key = if serial == merchant.public_key.id {
            merchant.public_key.pool_key
        } else {
            let all = self.world.command(platform_key::all).unwrap();
            all.iter().find(|c| c.live && c.serial.as_str() == serial).expect("a live serial").pool_key
        };
        let mut message =
            format!("{}\n{}\n", header("Wechatpay-Timestamp"), header("Wechatpay-Nonce")).into_bytes();
        message.extend_from_slice(&answer.body);
        message.push(b'\n');
        let signature = header("Wechatpay-Signature");
        if signature.starts_with("WECHATPAY/SIGNTEST/") {
            return;
        }
        let signature = from_base64(&signature).expect("base64");
        assert!(
            pool::key(pool_key).public().verify_sha256(&message, &signature),
            "the answer does not verify"
        );
    }

    /// The platform.
    pub fn merchant(&self) -> Merchant {
        self.world.command(|cx| cx.get::<Merchant>(PLATFORM)).unwrap().unwrap()
    }

    /// An act, as the hub performs it, without what falls due after it.
    pub fn try_act(&self, name: &str, args: &Value) -> Result<Value, ActRefused> {
        let mut acts = SYSTEMS.iter().flat_map(|system| system.acts());
        let act = acts.find(|act| act.name == name).expect("an act");
        let given: Map<String, Value> = args.as_object().expect("an object").clone();
        let checked = Args::read(act, &given)?;
        self.world
            .command(|cx| {
                let outcome = cx.attempt(|| (act.run)(cx, &checked))?;
                cx.journal(Kind::Act, act.name, "", json!({ "args": given }))?;
                Ok::<_, Bug>(outcome)
            })
            .expect("no bug of ours")
    }

    /// An act that must succeed.
    pub fn act(&self, name: &str, args: &Value) -> Value {
        self.try_act(name, args).unwrap_or_else(|refused| panic!("{name}: {refused}"))
    }

    /// Moves the clock on.
    pub fn advance(&self, span: &str) -> Moved {
        block_on(self.driver.advance(Span::parse(span).unwrap())).expect("the clock moves")
    }

    /// Does what is due.
    pub fn drain(&self) {
        block_on(self.driver.drain()).expect("no bug of ours");
    }

    /// Places a single order for a sub-merchant. Answers the request, to be repeated.
    pub fn place(&self, number: &str, sub: &str, total: i64, flagged: bool) -> Value {
        let body = single(number, sub, total, flagged);
        let (status, answer) = self.post(JSAPI, &body);
        assert_eq!(status, 200, "{answer}");
        body
    }

    /// Places and pays a single order. Answers its transaction_id.
    pub fn paid(&self, number: &str, sub: &str, total: i64, flagged: bool) -> String {
        self.place(number, sub, total, flagged);
        let paid = self.act("buyer.pay", &json!({ "out_trade_no": number }));
        paid["orders"][0]["transaction_id"].as_str().unwrap().to_owned()
    }

    /// What an account holds, in fen.
    pub fn balance(&self, code: &str) -> i64 {
        self.balances().get(code).copied().unwrap_or(0)
    }

    /// All accounts with what they hold, in fen.
    pub fn balances(&self) -> BTreeMap<String, i64> {
        let rows = self.world.command(|cx| cx.accounts("", Page::ALL)).unwrap();
        rows.into_iter().map(|row| (row.account, row.balance.get())).collect()
    }

    /// What lies in an order's pot.
    pub fn pot(&self, sub: &str, transaction_id: &str) -> i64 {
        self.balance(&format!("{sub}/POT/{transaction_id}"))
    }

    /// What the amounts API says.
    pub fn unsplit(&self, transaction_id: &str) -> i64 {
        let (status, answer) =
            self.get(&format!("/v3/ecommerce/profitsharing/orders/{transaction_id}/amounts"));
        assert_eq!(status, 200, "{answer}");
        answer["unsplit_amount"].as_i64().unwrap()
    }

    /// The sum of all accounts: 0.
    pub fn trial_balance(&self) -> Fen {
        self.world.command(|cx| cx.trial_balance()).unwrap()
    }
}

/// Where partner orders are placed.
pub const JSAPI: &str = "/v3/pay/partner/transactions/jsapi";
/// Where combined orders are placed.
pub const COMBINE: &str = "/v3/combine-transactions/jsapi";
/// Where splits are asked for.
pub const SPLIT: &str = "/v3/ecommerce/profitsharing/orders";
/// Where orders are finished.
pub const FINISH: &str = "/v3/ecommerce/profitsharing/finish-order";

/// The body of a single order.
pub fn single(number: &str, sub: &str, total: i64, flagged: bool) -> Value {
    json!({
        "sp_appid": APPID, "sp_mchid": PLATFORM, "sub_mchid": sub, "description": "goods",
        "out_trade_no": number, "notify_url": NOTIFY, "settle_info": { "profit_sharing": flagged },
        "amount": { "total": total }, "payer": { "sp_openid": OPENID },
    })
}

/// The body of a combined order: number, sub-merchant, total and flag of each sub order.
pub fn combined(number: &str, subs: &[(String, &str, i64, bool)]) -> Value {
    let subs: Vec<Value> = subs
        .iter()
        .map(|(number, sub, total, flagged)| {
            json!({
                "mchid": PLATFORM, "sub_mchid": sub, "attach": "a", "description": "goods",
                "out_trade_no": number, "amount": { "total_amount": total, "currency": "CNY" },
                "settle_info": { "profit_sharing": flagged },
            })
        })
        .collect();
    json!({
        "combine_appid": APPID, "combine_mchid": PLATFORM, "combine_out_trade_no": number,
        "sub_orders": subs, "combine_payer_info": { "openid": OPENID }, "notify_url": NOTIFY,
    })
}

/// The body of a split to the platform.
pub fn split(number: &str, sub: &str, transaction_id: &str, amount: i64, finish: bool) -> Value {
    let receiver = json!({
        "type": "MERCHANT_ID", "receiver_account": PLATFORM, "amount": amount, "description": "share",
    });
    json!({
        "appid": APPID, "sub_mchid": sub, "transaction_id": transaction_id, "out_order_no": number,
        "receivers": [receiver], "finish": finish,
    })
}

/// The body of a finish.
pub fn finish(number: &str, sub: &str, transaction_id: &str) -> Value {
    json!({
        "sub_mchid": sub, "transaction_id": transaction_id, "out_order_no": number, "description": "done",
    })
}

/// The code of an available account.
pub fn available(mchid: &str) -> String {
    let mchid = wxpay_sandbox::world::ids::Mchid::parse(mchid).unwrap();
    accounts::available(&mchid, accounts::Purse::Basic).code().to_owned()
}

/// Status and JSON of an answer; `Null` where there is no body.
pub fn read(answer: &Answer) -> (u16, Value) {
    let body = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    (answer.status, body)
}

/// Runs a future that never waits for anything but this thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}
