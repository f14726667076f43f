//! The acquirer's books over random sequences of what merchants, buyers, WeChat and time do.
// A failed expectation in a test is a panic, so the lints against panics do not apply here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wxpay_sandbox::allinpay::Allinpay;
use wxpay_sandbox::allinpay::http::form::{self, Fields};
use wxpay_sandbox::allinpay::http::sign::{self, MerchantKey};
use wxpay_sandbox::allinpay::model::channel::at_wechat;
use wxpay_sandbox::allinpay::model::follow::Follow;
use wxpay_sandbox::allinpay::model::kind::TrxCode;
use wxpay_sandbox::allinpay::model::merchant::Merchant;
use wxpay_sandbox::allinpay::model::order::{Order, State};
use wxpay_sandbox::allinpay::rules::settle::Batch;
use wxpay_sandbox::allinpay::rules::{bill, books};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{DEFAULT, Hub};
use wxpay_sandbox::deliver::HttpTransport;
use wxpay_sandbox::world::event::Released;
use wxpay_sandbox::world::ids::{OutTradeNo, TransactionId};
use wxpay_sandbox::world::message::Request;
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Cx, Day, Fen, Instant, Span, System};

const CUSID: &str = "990581007426001";
const KEY: &str = "0123456789abcdef0123456789abcdef";

const GIVEN: &str = r#"
seed: 1
start: 2026-01-05T10:00:00+08:00
clock: frozen
mini_programs:
  - { appid: wx0000000000000001, secret: secretofthefirst, controlled: true }
  - { appid: wx0000000000000002, secret: secretofthesecond }
allinpay:
  assumed: { correction: CORRECTION }
  merchants: [{ cusid: "990581007426001", appid: "00000051", md5_key: 0123456789abcdef0123456789abcdef, pre_consumption: true, risk_limited: false, refund_fee: 3 }]
buyers: [{ name: buyer, openids: { wx0000000000000001: oSandboxBuyer000000000000001, wx0000000000000002: oSandboxBuyer000000000000002 } }]
"#;

/// What somebody does. Orders are named by their number; most deeds find an order that is in no state for them.
#[derive(Debug, Clone)]
enum Deed {
    Place { free: bool, amount: i64 },
    Pay(usize),
    Refund { order: usize, amount: i64 },
    Cancel(usize),
    Close(usize),
    Confirm(usize),
    Hold,
    Deliver,
    Wait(u32),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let order = 0..6_usize;
    let one = prop_oneof![
        4 => (any::<bool>(), 1..20_000_i64).prop_map(|(free, amount)| Deed::Place { free, amount }),
        4 => order.clone().prop_map(Deed::Pay),
        4 => (order.clone(), 1..4_000_i64).prop_map(|(order, amount)| Deed::Refund { order, amount }),
        1 => order.clone().prop_map(Deed::Cancel),
        1 => order.clone().prop_map(Deed::Close),
        4 => order.prop_map(Deed::Confirm),
        1 => Just(Deed::Hold),
        2 => Just(Deed::Deliver),
        2 => (1..100_000_u32).prop_map(Deed::Wait),
    ];
    proptest::collection::vec(one, 10..60)
}

struct Play {
    hub: Hub,
    runtime: tokio::runtime::Runtime,
    placed: usize,
    reversals: usize,
}

impl Play {
    fn new(correction: &str) -> Play {
        let hub = Hub::new(SYSTEMS, Arc::new(HttpTransport::new(None).unwrap()), None);
        hub.create(DEFAULT, &WorldGiven::read(&GIVEN.replace("CORRECTION", correction)).unwrap()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Play { hub, runtime, placed: 0, reversals: 0 }
    }

    fn read<T>(&self, work: impl FnOnce(&Cx<'_>) -> Result<T, Bug>) -> T {
        self.hub.resident(DEFAULT).unwrap().world().command(work).unwrap()
    }

    fn call(&self, path: &str, fields: &[(&str, String)]) -> Map<String, Value> {
        let common = [("cusid", CUSID), ("appid", "00000051"), ("randomstr", "1")];
        let mut all: Fields = common.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let signed = sign::by_merchant(&all, &MerchantKey::Md5(KEY));
        all.insert("sign".to_owned(), signed);
        let (method, target) = ("POST".to_owned(), path.to_owned());
        let request = Request { method, target, headers: Vec::new(), body: form::write(&all).into_bytes() };
        let answer = Allinpay.handle(self.hub.main(), &request).answer;
        let body: Map<String, Value> = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(body["retcode"], "SUCCESS", "{body:?}");
        body
    }

    fn act(&self, name: &str, with: &Value) {
        // Most acts are refused in most states: that is no fault.
        let _ = self.runtime.block_on(self.hub.act(DEFAULT, name, with.as_object().unwrap(), true));
    }

    fn play(&mut self, deed: &Deed) {
        match deed {
            Deed::Place { free, amount } => {
                let app = if *free { 2 } else { 1 };
                let fields = [
                    ("reqsn", format!("ORDER{}", self.placed)),
                    ("trxamt", amount.to_string()),
                    ("paytype", "W06".to_owned()),
                    ("acct", format!("oSandboxBuyer{app:015}")),
                    ("sub_appid", format!("wx{app:016}")),
                    ("validtime", "1440".to_owned()),
                ];
                self.call("/apiweb/unitorder/pay", &fields);
                self.placed += 1;
            }
            Deed::Pay(order) => self.act("allinpay.pay", &json!({ "reqsn": format!("ORDER{order}") })),
            Deed::Refund { order, amount } => self.reverse("refund", *order, *amount),
            Deed::Cancel(order) => self.reverse("cancel", *order, 5_000),
            Deed::Close(order) => {
                self.call("/apiweb/tranx/close", &[("oldreqsn", format!("ORDER{order}"))]);
            }
            Deed::Confirm(order) => {
                let key = format!("{CUSID}/ORDER{order}");
                let found: Option<Order> = self.read(|cx| cx.first("number", &key));
                let Some(payment) = found.and_then(|order| order.payment) else { return };
                let id = json!(payment.chnltrxid);
                let parcel = json!({ "transaction_id": id, "logistics_type": 3, "item_desc": "tea" });
                self.act("merchant.ship", &parcel);
                self.act("buyer.confirm_receipt", &json!({ "transaction_id": id }));
            }
            Deed::Hold => self.act("allinpay.hold_release", &json!({})),
            Deed::Deliver => self.act("allinpay.deliver_release", &json!({})),
            Deed::Wait(seconds) => {
                let resident = self.hub.resident(DEFAULT).unwrap();
                self.runtime.block_on(resident.driver.advance(Span::seconds(*seconds))).unwrap();
            }
        }
    }

    fn reverse(&mut self, what: &str, order: usize, amount: i64) {
        self.reversals += 1;
        let fields = [
            ("reqsn", format!("BACK{}", self.reversals)),
            ("oldreqsn", format!("ORDER{order}")),
            ("trxamt", amount.to_string()),
        ];
        self.call(&format!("/apiweb/tranx/{what}"), &fields);
    }

    /// What must hold after every deed.
    fn check(&self) {
        self.read(|cx| {
            assert_eq!(cx.trial_balance()?, Fen::ZERO);
            let orders: Vec<Order> = cx.page(Page::ALL)?;
            let mut frozen = Fen::ZERO;
            for order in &orders {
                let follows: Vec<Follow> = cx.all("original", &order.trxid)?;
                let back = |code: &dyn Fn(TrxCode) -> bool| {
                    let mine = follows.iter().filter(|follow| code(follow.trxcode));
                    mine.fold(Fen::ZERO, |sum, follow| sum.plus(follow.amount).unwrap())
                };
                let reversed = back(&|code| !matches!(code, TrxCode::Completion | TrxCode::DebitAdjustment));
                assert_eq!(order.refunded, reversed, "{order:?}");
                assert!(order.refunded <= order.amount, "AL-86: {order:?}");
                match &order.state {
                    State::Frozen => frozen = frozen.plus(order.refundable()?)?,
                    // AL-78 and AL-89: the completion is for what was not a refund before the release.
                    State::Completed(_) => {
                        let before = back(&|code| code == TrxCode::PreRefund)
                            .minus(back(&|code| code == TrxCode::DebitAdjustment))?;
                        let completed = back(&|code| code == TrxCode::Completion);
                        assert_eq!(completed, order.amount.minus(before)?, "{order:?} {follows:?}");
                    }
                    State::Refunded => assert_eq!(order.refunded, order.amount),
                    State::Blocked { .. }
                    | State::Placed
                    | State::Closed
                    | State::Expired
                    | State::Failed(_)
                    | State::Posted
                    | State::Cancelled => {}
                }
            }
            assert_eq!(cx.balance(&books::frozen(CUSID))?.balance, frozen);
            Ok(())
        });
    }

    /// The bills of all days tell what was posted: their sum is what was settled, is still there, or is owed.
    fn check_bills(&self) {
        self.read(|cx| {
            let mut posted = Fen::ZERO;
            let mut day = Day::of(Instant::parse("2026-01-05T10:00:00+08:00").unwrap());
            let mut names: BTreeMap<&str, u32> = BTreeMap::new();
            while day <= Day::of(cx.now()) {
                for line in bill::lines(cx, CUSID, day)? {
                    posted = posted.plus(line.amount.minus(line.fee)?)?;
                    *names.entry(line.name).or_default() += 1;
                }
                day = day.next();
            }
            assert!(!names.contains_key(TrxCode::PreConsumption.name()), "AL-90: {names:?}");
            assert!(!names.contains_key(TrxCode::PreRefund.name()), "AL-90: {names:?}");
            let merchant = cx.get::<Merchant>(CUSID)?.unwrap();
            let settled: Vec<Batch> = cx.page(Page::ALL)?;
            let paid_out = settled.iter().fold(Fen::ZERO, |sum, batch| sum.plus(batch.paid_out).unwrap());
            let there = cx.balance(&books::posted(CUSID))?.balance;
            assert_eq!(posted, paid_out.plus(there)?.minus(merchant.owed)?, "{names:?}");
            Ok(())
        });
    }
}

/// AL-80: the same news of a release, given twice, books nothing the second time.
#[test]
fn a_release_counts_once() {
    let mut play = Play::new("relabel");
    play.play(&Deed::Place { free: false, amount: 10_000 });
    play.play(&Deed::Pay(0));
    play.play(&Deed::Confirm(0));
    let order: Order = play.read(|cx| cx.page(Page::ALL)).remove(0);
    assert!(matches!(order.state, State::Completed(_)), "{order:?}");
    let before = play.read(|cx| cx.accounts("", Page::ALL));
    play.read(|cx| {
        cx.release(&Released {
            transaction_id: TransactionId::parse(&order.payment.as_ref().unwrap().chnltrxid).unwrap(),
            mchid: at_wechat(cx)?.mchid,
            sub_mchid: None,
            out_trade_no: OutTradeNo::parse(&order.trxid).unwrap(),
            appid: order.sub_appid.clone().unwrap(),
            confirmed_at: cx.now(),
            settled_at: cx.now(),
        })
    });
    assert_eq!(play.read(|cx| cx.accounts("", Page::ALL)), before);
    assert_eq!(play.read(|cx| cx.all::<Follow>("original", &order.trxid)).len(), 1);
    play.check();
}

/// Two trades of a day never have one number: what is drawn twice is drawn anew.
#[test]
fn a_number_that_is_taken_is_drawn_anew() {
    let placed = |taken: Option<&str>| {
        let mut play = Play::new("relabel");
        if let Some(number) = taken {
            let (number, cusid) = (number.to_owned(), CUSID.to_owned());
            let (paid_out, repaid) = (Fen::ZERO, Fen::ZERO);
            play.read(|cx| {
                let (at, day) = (cx.now(), Day::of(cx.now()));
                cx.put(&Batch { number, cusid, day, settled_on: day, at, paid_out, repaid })
            });
        }
        play.play(&Deed::Place { free: false, amount: 10_000 });
        play.read(|cx| cx.page::<Order>(Page::ALL)).remove(0).trxid
    };
    let first = placed(None);
    assert_eq!(placed(None), first);
    assert_ne!(placed(Some(&first)), first);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_books_tell_what_happened(deeds in deeds(), adjust in any::<bool>()) {
        let mut play = Play::new(if adjust { "adjust" } else { "relabel" });
        let paid = [(false, 10_000), (false, 5_000), (false, 700), (true, 8_000)];
        for (order, (free, amount)) in paid.into_iter().enumerate() {
            play.play(&Deed::Place { free, amount });
            play.play(&Deed::Pay(order));
        }
        for deed in &deeds {
            play.play(deed);
            play.check();
        }
        play.check_bills();
    }
}

/// What a description of the acquirer cannot say, each with a sentence that names it.
#[test]
fn what_cannot_be_is_refused() {
    let merchant = r#"{ cusid: "990581007426001", appid: "00000051" }"#;
    let of_group = r#"{ cusid: "990581007426001", appid: "00000051", orgid: "990581007426009" }"#;
    let group = r#"{ orgid: "990581007426009", appid: "00000077" }"#;
    let same = |cusid: &str| format!(r#"{{ cusid: "{cusid}", appid: "00000051", sub_mchid: "1801000999" }}"#);
    let cases = [
        (
            r#"merchants: [{ cusid: "990581007426001", appid: "00000051", refund_fee: -1 }]"#.to_owned(),
            "refund_fee of",
        ),
        (
            r#"merchants: [{ cusid: "990581007426001", appid: "00000051", risk_limit: -1 }]"#.to_owned(),
            "risk_limit of",
        ),
        (format!("assumed: {{ error_status: 1 }}\n  merchants: [{merchant}]"), "error_status 1"),
        (format!("assumed: {{ settle_hour: 200 }}\n  merchants: [{merchant}]"), "settle_hour 200"),
        (format!("channel_mchid: \"1900000100\"\n  merchants: [{merchant}]"), "channel_mchid 1900000100"),
        (
            format!("organizations: [{group}, {group}]\n  merchants: [{of_group}]"),
            "990581007426009 stands twice",
        ),
        (
            format!("organizations: [{group}]\n  merchants: [{merchant}]"),
            "no merchant names the organization",
        ),
        (format!("organizations: [{group}]"), "no merchant names the organization"),
        (format!("merchants: [{}, {}]", same("990581007426001"), same("990581007426002")), "both 1801000999"),
    ];
    for (lines, says) in cases {
        let platform = "platform: { mchid: \"1900000100\", appid: wx0000000000000001 }";
        let given = WorldGiven::read(&format!("{platform}\nallinpay:\n  {lines}\n")).unwrap();
        let refused = given.build("given", SYSTEMS, None).err().map(|error| error.to_string());
        assert!(refused.as_ref().is_some_and(|why| why.contains(says)), "{lines}: {refused:?}");
    }
}
