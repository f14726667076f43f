//! Doing what a command says.

use serde_json::{Value, json};
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::world::Span;
use wxpay_sandbox::world::outbox::Notice;
use wxpay_sandbox::world::store::Page;

use crate::command::Command;
use crate::deeds::{REFUND, RETURN};
use crate::support::{self, APPID, Bench, COMBINE, FINISH, JSAPI, PLATFORM, SPLIT, SUBS, block_on};

/// A world under test with what was asked of it so far.
pub(crate) struct Run {
    pub(crate) bench: Bench,
    /// What can be paid or closed: the act's argument, and whether it is combined.
    payable: Vec<(String, bool)>,
    /// Every call that was accepted: path and body.
    accepted: Vec<(&'static str, Value)>,
    /// Whether `advance` is cut in two.
    cut: bool,
    counter: usize,
}

impl Run {
    pub(crate) fn new(given: &WorldGiven, cut: bool) -> Run {
        Run { bench: Bench::new(given), payable: Vec::new(), accepted: Vec::new(), cut, counter: 0 }
    }

    pub(crate) fn number(&mut self, lead: &str) -> String {
        self.counter += 1;
        format!("{lead}{:05}", self.counter)
    }

    pub(crate) fn call(&mut self, path: &'static str, body: Value) -> u16 {
        let (status, answer) = self.bench.post(path, &body);
        assert!(status < 500, "{path} {body}: {answer}");
        if status == 200 {
            self.accepted.push((path, body));
        }
        status
    }

    pub(crate) fn paid(&self) -> Vec<Order> {
        let orders = self.bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap();
        orders.into_iter().filter(|order| order.payment().is_some()).collect()
    }

    pub(crate) fn do_it(&mut self, command: &Command) {
        match command {
            Command::Place { sub, total, flagged, subsidy } => {
                let number = self.number("ORDER");
                let mut body = support::single(&number, SUBS[*sub], *total, *flagged);
                if *subsidy {
                    body["settle_info"]["subsidy_amount"] = json!(total / 10 + 1);
                }
                if self.call(JSAPI, body) == 200 {
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
            Command::Money(deed, place, permille) => self.deal(*deed, *place, *permille),
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
        // An order that was paid since answers that it was; a withdrawal is known for six days (WD-02), a subsidy for 180 (SUB-07)
        // and while the platform may split.
        let lasting = [SPLIT, FINISH, RETURN, REFUND].contains(path);
        assert!(status == 200 || (!lasting && status < 500), "{path} {body}: {answer}");
        assert_eq!(before, self.money(), "INV-8: {path} {body} moved money again");
    }

    fn advance(&self, span: u32, cut: u32) {
        let first = if self.cut { cut % (span + 1) } else { 0 };
        if self.cut {
            block_on(self.bench.driver.advance(Span::seconds(first))).unwrap();
        }
        block_on(self.bench.driver.advance(Span::seconds(span - first))).unwrap();
    }

    pub(crate) fn money(&self) -> String {
        format!("{:?}", self.bench.world.command(|cx| cx.accounts("", Page::ALL)).unwrap())
    }
}
