//! Huifu's books over random sequences of what merchants, buyers, WeChat and time do.
// A failed expectation in a test is a panic, so the lints against panics do not apply here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{DEFAULT, Hub};
use wxpay_sandbox::deliver::HttpTransport;
use wxpay_sandbox::huifu::model::confirm::Confirm;
use wxpay_sandbox::huifu::model::member::{self, AcctKind, Member};
use wxpay_sandbox::huifu::model::payment::{FeeMode, Payment, TradeType};
use wxpay_sandbox::huifu::rules::books::{self, Bucket, Place};
use wxpay_sandbox::huifu::rules::refund::LoanWish;
use wxpay_sandbox::huifu::rules::shares::{Bunch, Line};
use wxpay_sandbox::huifu::rules::trades::{Asked, Locator};
use wxpay_sandbox::huifu::rules::{Ruled, confirm, confirm_refund, order, payout, refund};
use wxpay_sandbox::world::ids::{AcctId, Appid, HuifuId, Openid, ReqSeqId};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Cx, Fen, Span};

const MERCHANT: &str = "6666000100000101";
const USER: &str = "6666000100000201";

const GIVEN: &str = r#"
seed: 1
start: 2026-01-05T10:00:00+08:00
clock: frozen
mini_programs:
  - { appid: wx0000000000000001, secret: secretofthefirst, controlled: true }
  - { appid: wx0000000000000002, secret: secretofthesecond }
huifu:
  assumed: { barred_after_release: false }
  merchants: [{ huifu_id: "6666000100000101", fee_rate: RATE, token_no: "10000000101", appids: [wx0000000000000001, wx0000000000000002], business: { quick_transfer: QUICK }, balances: { recharge: 3000 } }]
  users: [{ huifu_id: "6666000100000201", token_no: "10000000201" }]
buyers: [{ name: buyer, openids: { wx0000000000000001: oSandboxBuyer000000000000001, wx0000000000000002: oSandboxBuyer000000000000002 } }]
"#;

/// What somebody does. Trades are named by their number; most deeds find one that is in no state for them.
#[derive(Debug, Clone)]
enum Deed {
    Place { free: bool, delayed: bool, outside: bool, amount: i64, users: Option<i64>, cash: bool },
    Pay(usize),
    Refund { trade: usize, amount: i64, loan: Option<bool> },
    Confirm { trade: usize, own: i64, users: i64, cash: bool },
    TakeBack { confirm: usize, loan: Option<bool> },
    Release(usize),
    Hold,
    Deliver,
    PayOut { user: bool, amount: i64 },
    Wait(u32),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let trade = 0..6_usize;
    let cut = || proptest::option::of(0..=100_i64);
    let loan = || proptest::option::of(any::<bool>());
    let flags = || (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let one = prop_oneof![
        4 => (flags(), 1..20_000_i64, cut()).prop_map(|((free, delayed, outside, cash), amount, users)| {
            Deed::Place { free, delayed, outside, amount, users, cash }
        }),
        4 => trade.clone().prop_map(Deed::Pay),
        4 => (trade.clone(), 1..4_000_i64, loan()).prop_map(|(trade, amount, loan)| Deed::Refund { trade, amount, loan }),
        4 => (trade.clone(), 0..4_000_i64, 0..4_000_i64, any::<bool>())
            .prop_map(|(trade, own, users, cash)| Deed::Confirm { trade, own, users, cash }),
        2 => (0..4_usize, loan()).prop_map(|(confirm, loan)| Deed::TakeBack { confirm, loan }),
        3 => trade.prop_map(Deed::Release),
        1 => Just(Deed::Hold),
        1 => Just(Deed::Deliver),
        2 => (any::<bool>(), 1..9_000_i64).prop_map(|(user, amount)| Deed::PayOut { user, amount }),
        2 => (1..100_000_u32).prop_map(Deed::Wait),
    ];
    proptest::collection::vec(one, 10..60)
}

struct Play {
    hub: Hub,
    runtime: tokio::runtime::Runtime,
    asked: usize,
}

fn huifu_id(number: &str) -> HuifuId {
    HuifuId::parse(number).unwrap()
}

fn loan_wish(from_merchant: bool) -> LoanWish {
    let kind = if from_merchant { AcctKind::Recharge } else { AcctKind::Basic };
    LoanWish { undertaker: from_merchant.then(|| huifu_id(MERCHANT)), kind }
}

impl Play {
    fn new(rate: &str, quick: bool) -> Play {
        let hub = Hub::new(SYSTEMS, Arc::new(HttpTransport::new(None).unwrap()), None);
        let given = GIVEN.replace("RATE", rate).replace("QUICK", &quick.to_string());
        hub.create(DEFAULT, &WorldGiven::read(&given).unwrap()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Play { hub, runtime, asked: 0 }
    }

    fn read<T>(&self, work: impl FnOnce(&Cx<'_>) -> Result<T, Bug>) -> T {
        self.hub.resident(DEFAULT).unwrap().world().command(work).unwrap()
    }

    fn all<R: wxpay_sandbox::world::store::Record>(&self) -> Vec<R> {
        self.read(|cx| cx.page(Page::ALL))
    }

    /// A call as it comes through HTTP: a refusal leaves nothing behind, and a bug fails the test.
    fn rule<T>(&mut self, work: impl FnOnce(&Cx<'_>, Asked) -> Ruled<T>) -> bool {
        self.asked += 1;
        let asked = Asked {
            huifu_id: huifu_id(MERCHANT),
            req_date: "20260105".to_owned(),
            req_seq_id: ReqSeqId::parse(&format!("N{}", self.asked)).unwrap(),
        };
        self.read(|cx| cx.attempt(|| work(cx, asked))).is_ok()
    }

    fn act(&self, name: &str, with: &Value) {
        // Most acts are refused in most states: that is no fault.
        let _ = self.runtime.block_on(self.hub.act(DEFAULT, name, with.as_object().unwrap(), true));
    }

    fn member(&self, number: &str) -> Member {
        self.read(|cx| member::known(cx, &huifu_id(number)))
    }

    fn bunch(&self, own: i64, users: i64, cash: bool) -> Bunch {
        let merchant = self.member(MERCHANT);
        let cash = cash.then(|| merchant.acct(AcctKind::Cash).unwrap().clone());
        let line = |who: &str, acct_id: Option<AcctId>, amount: i64| Line {
            huifu_id: huifu_id(who),
            acct_id,
            amount: Some(Fen::new(amount)),
            percentage: None,
        };
        let lines = vec![line(MERCHANT, cash, own), line(USER, None, users)];
        Bunch { lines, by_percentage: false, whole: None }
    }

    fn trade(&self, number: usize) -> Option<Payment> {
        self.all::<Payment>().into_iter().nth(number)
    }

    fn play(&mut self, deed: &Deed) {
        match *deed {
            Deed::Place { free, delayed, outside, amount, users, cash } => {
                let users = users.map(|percent| amount * percent / 100);
                let bunch = users.map(|users| self.bunch(amount - users, users, cash));
                let mode = if outside { FeeMode::Outside } else { FeeMode::Inside };
                self.place(free, delayed, mode, Fen::new(amount), bunch);
            }
            Deed::Pay(trade) => {
                let Some(payment) = self.trade(trade) else { return };
                self.act("huifu.pay", &json!({ "hf_seq_id": payment.head.hf_seq_id }));
            }
            Deed::Refund { trade, amount, loan } => {
                if let Some(payment) = self.trade(trade) {
                    self.refund(&payment, Fen::new(amount), loan.map(loan_wish));
                }
            }
            Deed::Confirm { trade, own, users, cash } => {
                let Some(payment) = self.trade(trade) else { return };
                let bunch = (own + users > 0).then(|| self.bunch(own, users, cash));
                let payment = named(&payment.head.hf_seq_id);
                self.rule(|cx, asked| {
                    confirm::confirm(
                        cx,
                        confirm::Wish { asked, payment, bunch, remark: None, notify_url: None },
                    )
                });
            }
            Deed::TakeBack { confirm, loan } => {
                let Some(made) = self.all::<Confirm>().into_iter().nth(confirm) else { return };
                let (confirm, loan) = (named(&made.head.hf_seq_id), loan.map(loan_wish));
                self.rule(|cx, asked| {
                    confirm_refund::take_back(
                        cx,
                        confirm_refund::Wish { asked, confirm, bunch: None, loan, remark: None },
                    )
                });
            }
            Deed::Release(trade) => {
                let Some(payment) = self.trade(trade) else { return };
                let Some(settled) = payment.settled() else { return };
                let id = json!(settled.transaction_id);
                let parcel = json!({ "transaction_id": id, "logistics_type": 3, "item_desc": "tea" });
                self.act("merchant.ship", &parcel);
                self.act("buyer.confirm_receipt", &json!({ "transaction_id": id }));
            }
            Deed::Hold => self.act("huifu.hold_releases", &json!({})),
            Deed::Deliver => self.act("huifu.deliver_releases", &json!({})),
            Deed::PayOut { user, amount } => {
                let member = self.member(if user { USER } else { MERCHANT });
                self.rule(|cx, asked| {
                    let wish = payout::Wish {
                        asked: Asked { huifu_id: member.huifu_id.clone(), ..asked },
                        acct_id: None,
                        amount: Fen::new(amount),
                        speed: "T0".to_owned(),
                        token_no: member.token_no.clone(),
                        remark: None,
                        notify_url: None,
                    };
                    payout::pay_out(cx, &member, wish)
                });
            }
            Deed::Wait(seconds) => {
                let resident = self.hub.resident(DEFAULT).unwrap();
                self.runtime.block_on(resident.driver.advance(Span::seconds(seconds))).unwrap();
            }
        }
    }

    fn place(&mut self, free: bool, delayed: bool, fee_mode: FeeMode, amount: Fen, bunch: Option<Bunch>) {
        let app = if free { 2 } else { 1 };
        let merchant = self.member(MERCHANT);
        self.rule(|cx, asked| {
            let wish = order::Wish {
                told_elsewhere: false,
                asked,
                kind: TradeType::MiniApp,
                amount,
                acct_id: None,
                goods_desc: "tea".to_owned(),
                appid: Some(Appid::parse(&format!("wx{app:016}")).unwrap()),
                openid: Some(Openid::parse(&format!("oSandboxBuyer{app:015}")).unwrap()),
                delayed,
                fee_mode,
                bunch,
                subsidies: Vec::new(),
                no_credit: false,
                expires_at: None,
                attach: None,
                remark: None,
                notify_url: None,
            };
            order::place(cx, &merchant, wish)
        });
    }

    fn refund(&mut self, payment: &Payment, amount: Fen, loan: Option<LoanWish>) {
        let lends = loan.is_some();
        let original = named(&payment.head.hf_seq_id);
        let taken = self.rule(|cx, asked| {
            let wish = refund::Wish {
                asked,
                payment: original,
                amount,
                bunch: None,
                from_confirmed: false,
                loan,
                remark: None,
                notify_url: None,
            };
            refund::refund(cx, wish)
        });
        let Some(settled) = payment.settled() else { return };
        let fits = amount <= payment.amount.minus(settled.refunded).unwrap();
        if settled.freeze.is_frozen() && fits && !lends {
            assert!(taken, "HF-13: {amount} of {payment:?}");
        }
    }

    /// What must hold after every deed. The ledger itself lets no account of a member fall below nothing.
    fn check(&self) {
        self.read(|cx| {
            assert_eq!(cx.trial_balance()?, Fen::ZERO);
            let mut controlled = Fen::ZERO;
            for member in member::all(cx)? {
                controlled = controlled.plus(books::controlled(cx, &member)?)?;
            }
            let mut frozen = Fen::ZERO;
            for payment in cx.page::<Payment>(Page::ALL)? {
                let Some(settled) = payment.settled() else { continue };
                assert!(settled.refunded <= payment.amount, "{payment:?}");
                let kept = settled.fee.minus(settled.fee_returned)?;
                assert!(!kept.is_negative(), "{payment:?}");
                if settled.freeze.is_frozen() {
                    let inside = if payment.fee_mode == FeeMode::Inside { kept } else { Fen::ZERO };
                    frozen = frozen.plus(payment.amount.minus(settled.refunded)?.minus(inside)?)?;
                }
                let trade = &payment.head.hf_seq_id;
                let own = Place { huifu_id: &payment.head.huifu_id, acct_id: &payment.acct_id };
                let waits = cx.balance(&own.bucket(Bucket::Delayed(trade)))?.balance;
                let left = payment.unconfirmed()?;
                assert_eq!(waits, if settled.freeze.is_frozen() { Fen::ZERO } else { left }, "{payment:?}");
            }
            assert_eq!(controlled, frozen);
            Ok(())
        });
    }
}

fn named(hf_seq_id: &wxpay_sandbox::world::ids::HfSeqId) -> Locator {
    Locator { hf_seq_id: Some(hf_seq_id.to_string()), ..Locator::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_books_tell_what_happened(deeds in deeds(), rate in prop_oneof![Just("0%"), Just("0.38%"), Just("1%")], quick in any::<bool>()) {
        let mut play = Play::new(rate, quick);
        let paid = [(false, false, Some(30)), (false, true, None), (true, false, None), (true, true, Some(50))];
        for (trade, (free, delayed, users)) in paid.into_iter().enumerate() {
            play.play(&Deed::Place { free, delayed, outside: trade % 2 == 1, amount: 8_000, users, cash: false });
            play.play(&Deed::Pay(trade));
        }
        for deed in &deeds {
            play.play(deed);
            play.check();
        }
    }
}
