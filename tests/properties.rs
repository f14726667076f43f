//! Random commands against one world; after each the invariants of the ledger hold (INV-1 to INV-8), and time may be cut
//! into any pieces.

// Nothing here ships; a test may stop at the first thing that is not as expected.
// The commands are matched in two parts: what is not in the one is in the other.
#![allow(clippy::wildcard_enum_match_arm)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{APPID, Bench, COMBINE, FINISH, JSAPI, PLATFORM, SPLIT, SUBS, block_on};
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::wechat_pay::model::pot::Pot;
use wxpay_sandbox::wechat_pay::model::split::{DetailResult, Kind, SplitOrder};
use wxpay_sandbox::wechat_pay::rules::split::unsplit_amount;
use wxpay_sandbox::world::ids::Mchid;
use wxpay_sandbox::world::outbox::{Attempt, Notice, NoticeState};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, FeeRate, Fen, Span, Stop};

/// One thing that a merchant, a buyer, a receiver or the calendar does. Places count modulo what there is.
#[derive(Debug, Clone)]
enum Command {
    Place { sub: usize, total: i64, flagged: bool },
    PlaceCombined(Vec<(usize, i64, bool)>),
    Pay(usize),
    FailPay(usize),
    Close(usize),
    Split { order: usize, permille: i64, finish: bool },
    Finish(usize),
    Repeat(usize),
    Advance(u32, u32),
    TopUp { fees: bool, amount: i64 },
    Permission { on: bool },
    Rotate { old: bool },
    Retire,
    Resend(usize),
    Fault(usize),
    Receiver(u16),
}

fn totals() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 1_i64..=100_000, 1 => Just(1_i64), 1 => 80_i64..=90, 1 => 900_000_000_i64..=1_000_000_000]
}

fn commands() -> impl Strategy<Value = Command> {
    let spans = prop_oneof![Just(30_u32), 0..120_u32, 0..100_000_u32, 15_000_000..16_000_000_u32];
    prop_oneof![
        4 => (0..3_usize, totals(), any::<bool>())
            .prop_map(|(sub, total, flagged)| Command::Place { sub, total, flagged }),
        2 => vec((0..3_usize, totals(), any::<bool>()), 1..5).prop_map(Command::PlaceCombined),
        8 => any::<usize>().prop_map(Command::Pay),
        1 => any::<usize>().prop_map(Command::FailPay),
        1 => any::<usize>().prop_map(Command::Close),
        6 => (any::<usize>(), 0..1100_i64, any::<bool>()).prop_map(|(order, permille, finish)| Command::Split {
            order,
            permille: if finish { permille / 3 } else { permille / 4 },
            finish
        }),
        2 => any::<usize>().prop_map(Command::Finish),
        3 => any::<usize>().prop_map(Command::Repeat),
        7 => (spans, any::<u32>()).prop_map(|(span, cut)| Command::Advance(span, cut)),
        1 => (any::<bool>(), 1..100_000_i64).prop_map(|(fees, amount)| Command::TopUp { fees, amount }),
        1 => any::<bool>().prop_map(|on| Command::Permission { on }),
        1 => any::<bool>().prop_map(|old| Command::Rotate { old }),
        1 => Just(Command::Retire),
        1 => any::<usize>().prop_map(Command::Resend),
        1 => (0..3_usize).prop_map(Command::Fault),
        1 => prop_oneof![Just(200_u16), Just(204), Just(500), Just(302), Just(0)].prop_map(Command::Receiver),
    ]
}

/// A world whose sub-merchants pay these rates, and whose platform bears the fee or does not.
fn world(platform_bears: bool, rates: &[u32]) -> WorldGiven {
    let bearer = if platform_bears { "platform" } else { "sub" };
    let platform = format!(
        r#"platform: {{ mchid: "{PLATFORM}", appid: {APPID}, fee_bearer: {bearer}, apiv3_key: abcdefghijabcdefghijabcdefghij12 }}"#
    );
    let mut given = support::given_platform(&platform);
    for (sub, rate) in given.sub_merchants.iter_mut().zip(rates) {
        sub.fee_rate = Some(FeeRate::try_from(format!("{}.{:03}%", rate / 1000, rate % 1000)).unwrap());
    }
    given
}

/// A world under test with what was asked of it so far.
struct Run {
    bench: Bench,
    /// What can be paid or closed: the act's argument, and whether it is combined.
    payable: Vec<(String, bool)>,
    /// Every call that was accepted: path and body.
    accepted: Vec<(&'static str, Value)>,
    /// Whether `advance` is cut in two.
    cut: bool,
    counter: usize,
}

impl Run {
    fn new(given: &WorldGiven, cut: bool) -> Run {
        Run { bench: Bench::new(given), payable: Vec::new(), accepted: Vec::new(), cut, counter: 0 }
    }

    fn number(&mut self, lead: &str) -> String {
        self.counter += 1;
        format!("{lead}{:05}", self.counter)
    }

    fn call(&mut self, path: &'static str, body: Value) -> u16 {
        let (status, answer) = self.bench.post(path, &body);
        assert!(status < 500, "{path} {body}: {answer}");
        if status == 200 {
            self.accepted.push((path, body));
        }
        status
    }

    fn paid(&self) -> Vec<Order> {
        let orders = self.bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap();
        orders.into_iter().filter(|order| order.payment().is_some()).collect()
    }

    fn do_it(&mut self, command: &Command) {
        match command {
            Command::Place { sub, total, flagged } => {
                let number = self.number("ORDER");
                let status = self.call(JSAPI, support::single(&number, SUBS[*sub], *total, *flagged));
                if status == 200 {
                    self.payable.push((number, false));
                }
            }
            Command::PlaceCombined(subs) => {
                let number = self.number("COMB");
                let subs: Vec<_> = subs
                    .iter()
                    .map(|(sub, total, flagged)| (self.number("PART"), SUBS[*sub], *total, *flagged))
                    .collect();
                if self.call(COMBINE, support::combined(&number, &subs)) == 200 {
                    self.payable.push((number, true));
                }
            }
            Command::Pay(place) => self.pay(*place, false),
            Command::FailPay(place) => self.pay(*place, true),
            Command::Close(place) => self.close(*place),
            Command::Split { order, permille, finish } => {
                let orders = self.paid();
                let Some(order) = orders.get(order % orders.len().max(1)) else { return };
                let amount = order.total.get().saturating_mul(*permille) / 1000;
                let (sub, id) = (order.payee.recipient(), &order.payment().unwrap().transaction_id);
                let number = self.number("S");
                self.call(SPLIT, support::split(&number, sub.as_str(), id.as_str(), amount, *finish));
            }
            Command::Finish(place) => {
                let orders = self.paid();
                let Some(order) = orders.get(place % orders.len().max(1)) else { return };
                let (sub, id) = (order.payee.recipient(), &order.payment().unwrap().transaction_id);
                let number = self.number("F");
                self.call(FINISH, support::finish(&number, sub.as_str(), id.as_str()));
            }
            Command::Repeat(place) => self.repeat(*place),
            Command::Advance(span, cut) => self.advance(*span, *cut),
            other => self.outside(other),
        }
    }

    fn outside(&mut self, command: &Command) {
        match command {
            Command::TopUp { fees, amount } => {
                let account = if *fees { "FEES" } else { "BASIC" };
                let args = json!({ "mchid": PLATFORM, "amount": amount, "account": account });
                self.bench.act("merchant.top_up", &args);
            }
            Command::Permission { on } => {
                let args = json!({ "mchid": PLATFORM, "permission": "profit_sharing", "on": on });
                self.bench.act("merchant.set_permission", &args);
            }
            Command::Rotate { old } => {
                let signing = if *old { "old" } else { "new" };
                self.bench.act("platform.rotate_certificate", &json!({ "signing": signing }));
            }
            Command::Retire => {
                let _ = self.bench.try_act("platform.retire_certificate", &json!({}));
            }
            Command::Resend(place) => {
                self.bench
                    .world
                    .command(|cx| {
                        let notices = cx.page::<Notice>(Page::ALL)?;
                        let Some(notice) = notices.get(place % notices.len().max(1)) else { return Ok(()) };
                        cx.resend_notice(notice)
                    })
                    .unwrap();
            }
            Command::Fault(place) => {
                let name = ["fault.notice_twice", "fault.notice_probe", "fault.answer_probe"][*place];
                self.bench.act(name, &json!({}));
            }
            Command::Receiver(status) => self.bench.receiver.usually(*status),
            other => unreachable!("{other:?} is done elsewhere"),
        }
    }

    fn pay(&self, place: usize, fails: bool) {
        let Some((number, combined)) = self.payable.get(place % self.payable.len().max(1)) else { return };
        let name = if *combined { "combine_out_trade_no" } else { "out_trade_no" };
        let before = self.money();
        let mut args = json!({ name: number });
        if fails {
            args["fail"] = json!("cancelled");
        }
        let paid = self.bench.try_act("buyer.pay", &args);
        if fails || paid.is_err() {
            assert_eq!(before, self.money(), "a payment that failed moved money");
        }
    }

    fn close(&mut self, place: usize) {
        let Some((number, combined)) = self.payable.get(place % self.payable.len().max(1)) else { return };
        let before = self.money();
        let (status, answer) = if *combined {
            let path = format!("/v3/combine-transactions/out-trade-no/{number}");
            let (_, found) = self.bench.get(&path);
            let lines: Vec<Value> = found["sub_orders"]
                .as_array()
                .unwrap()
                .iter()
                .map(|sub| json!({ "mchid": PLATFORM, "out_trade_no": sub["out_trade_no"], "sub_mchid": sub["sub_mchid"] }))
                .collect();
            self.bench.post(&format!("{path}/close"), &json!({ "combine_appid": APPID, "sub_orders": lines }))
        } else {
            let path = format!("/v3/pay/partner/transactions/out-trade-no/{number}/close");
            let order = self.bench.world.command(|cx| cx.get::<Order>(&format!("{PLATFORM}/{number}")));
            let sub = order.unwrap().unwrap().payee.recipient().to_string();
            self.bench.post(&path, &json!({ "sp_mchid": PLATFORM, "sub_mchid": sub }))
        };
        assert!(status == 204 || answer["code"] == "ORDER_PAID", "{status} {answer}");
        assert_eq!(before, self.money(), "closing moved money");
    }

    /// INV-8: a call that was accepted once changes no money when it comes again.
    fn repeat(&self, place: usize) {
        let Some((path, body)) = self.accepted.get(place % self.accepted.len().max(1)) else { return };
        let before = self.money();
        let (status, answer) = self.bench.post(path, body);
        let split = *path == SPLIT || *path == FINISH;
        assert!(status == 200 || (!split && status < 500), "{path} {body}: {answer}");
        assert_eq!(before, self.money(), "INV-8: {path} {body} moved money again");
    }

    fn advance(&self, span: u32, cut: u32) {
        let first = if self.cut { cut % (span + 1) } else { 0 };
        if self.cut {
            block_on(self.bench.driver.advance(Span::seconds(first))).unwrap();
        }
        block_on(self.bench.driver.advance(Span::seconds(span - first))).unwrap();
    }

    fn money(&self) -> String {
        format!("{:?}", self.bench.world.command(|cx| cx.accounts("", Page::ALL)).unwrap())
    }

    /// INV-1 to INV-7.
    fn check(&self) {
        let bench = &self.bench;
        assert_eq!(bench.trial_balance(), Fen::ZERO, "INV-1");
        let accounts = bench.world.command(|cx| cx.accounts("", Page::ALL)).unwrap();
        for row in accounts.iter().filter(|row| !row.outside) {
            assert!(row.reserved >= Fen::ZERO && row.balance >= row.reserved, "INV-2: {row:?}");
        }
        let mut frozen: i64 =
            accounts.iter().filter(|r| r.account.contains("/POT/")).map(|r| r.balance.get()).sum();
        let splits = bench.world.command(|cx| cx.page::<SplitOrder>(Page::ALL)).unwrap();
        for order in self.paid() {
            frozen -= self.check_order(&order, &splits);
        }
        assert_eq!(frozen, 0, "INV-3: money is frozen for no order");
        self.check_outbox();
    }

    /// Answers what lies in the order's pot, in fen.
    fn check_order(&self, order: &Order, splits: &[SplitOrder]) -> i64 {
        let payment = order.payment().unwrap();
        let id = &payment.transaction_id;
        let postings = self.bench.world.command(|cx| cx.postings(id.as_str(), Page::ALL)).unwrap();
        let paid: i64 = postings.iter().filter(|p| p.debit == "USER").map(|p| p.amount.get()).sum();
        assert_eq!(paid, order.total.get(), "{id} is paid once and in full");
        let others: i64 = splits
            .iter()
            .filter(|split| split.transaction_id == *id)
            .filter_map(|split| match &split.kind {
                Kind::Split { details, .. } => Some(details),
                Kind::Finish { .. } => None,
            })
            .flatten()
            .filter(|detail| detail.receiver.id() == PLATFORM)
            .map(|detail| detail.amount.get())
            .sum();
        assert!(others <= order.total.get() * 3 / 10, "INV-4, PS-05: {others} of {id} split away");
        let Some(pot) = self.bench.world.command(|cx| cx.get::<Pot>(id.as_str())).unwrap() else {
            assert!(!order.profit_sharing, "{id} has no pot");
            return 0;
        };
        let held = self.bench.world.command(|cx| cx.balance(&pot.account())).unwrap();
        if pot.holds.is_empty() {
            assert_eq!(held.free(), Fen::ZERO, "INV-6: {id} is finished and not empty");
        }
        let platform = Mchid::parse(PLATFORM).unwrap();
        let amount = self.bench.world.command(|cx| match unsplit_amount(cx, &platform, id) {
            Ok(amount) => Ok(amount),
            Err(Stop::Bug(bug)) => Err(bug),
            Err(_) => Err(Bug::Broken("the amounts API refuses".to_owned())),
        });
        assert_eq!(amount.unwrap(), held.free(), "INV-7: {id}");
        let promised: i64 = splits
            .iter()
            .filter(|split| split.transaction_id == *id)
            .flat_map(|split| match &split.kind {
                Kind::Split { details, .. } => details.as_slice(),
                Kind::Finish { .. } => &[],
            })
            .filter(|detail| matches!(detail.result, DetailResult::Pending { .. }))
            .map(|detail| detail.amount.get())
            .sum();
        assert_eq!(promised, held.reserved.get(), "INV-7: what is promised of {id}");
        held.balance.get()
    }

    /// Every callback that waits has exactly one scheduled attempt, and no other has one.
    fn check_outbox(&self) {
        let (notices, agenda) = self
            .bench
            .world
            .command(|cx| Ok::<_, Bug>((cx.page::<Notice>(Page::ALL)?, cx.agenda(Page::ALL)?)))
            .unwrap();
        for notice in notices {
            let scheduled = agenda.iter().filter(|i| i.subject == notice.id && i.data["by_hand"] == false);
            let wanted = usize::from(notice.state == NoticeState::Waiting);
            assert_eq!(scheduled.count(), wanted, "{notice:?}");
        }
    }

    /// Everything but the journal, where every clock command has its own entry (and the entries' numbers in the ledger).
    fn dump(&self) -> String {
        let dump = self.bench.world.command(|cx| {
            let postings: Vec<_> = cx
                .postings("", Page::ALL)?
                .into_iter()
                .map(|p| (p.at, p.cause, p.subject, p.debit, p.credit, p.amount, p.state))
                .collect();
            Ok::<_, Bug>(format!(
                "{:#?}\n{postings:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{}",
                cx.accounts("", Page::ALL)?,
                cx.page::<Order>(Page::ALL)?,
                cx.page::<Pot>(Page::ALL)?,
                cx.page::<SplitOrder>(Page::ALL)?,
                cx.page::<Notice>(Page::ALL)?,
                cx.page::<Attempt>(Page::ALL)?,
                cx.agenda(Page::ALL)?,
                cx.now(),
            ))
        });
        dump.unwrap()
    }
}

/// 48 cases unless `PROPTEST_CASES` says otherwise; nothing is written beside the test.
fn settings() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(48),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The first line in which two dumps differ.
fn difference(one: &str, other: &str) -> Option<String> {
    if one == other {
        return None;
    }
    let lines = one.lines().zip(other.lines()).enumerate();
    let found = lines.into_iter().find(|(_, (a, b))| a != b);
    Some(found.map_or("one is longer".to_owned(), |(n, (a, b))| format!("line {n}: {a} | {b}")))
}

proptest! {
    #![proptest_config(settings())]

    /// INV-1 to INV-8 after every command, and `advance(a); advance(b)` is `advance(a + b)`.
    #[test]
    fn the_books_balance_after_every_command(
        platform_bears in any::<bool>(),
        rates in vec(prop_oneof![Just(600_u32), 0..5000_u32, Just(100_000_u32)], 3),
        list in vec(commands(), 1..25),
    ) {
        let given = world(platform_bears, &rates);
        let (mut whole, mut cut) = (Run::new(&given, false), Run::new(&given, true));
        for command in &list {
            whole.do_it(command);
            whole.check();
            cut.do_it(command);
        }
        for run in [&whole, &cut] {
            run.bench.drain();
        }
        let difference = difference(&whole.dump(), &cut.dump());
        prop_assert!(difference.is_none(), "time cut in pieces: {}", difference.unwrap_or_default());
    }
}
