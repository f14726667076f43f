//! What happens when two do one thing at the same moment: one of them comes first, and the books show it.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Barrier, Mutex};
use std::task::Poll;

use serde_json::json;
use support::{
    Bench, COMBINE, FINISH, JSAPI, PLATFORM, SPLIT, SUBS, available, combined, finish, given, single, split,
};
use tokio::sync::oneshot;
use wxpay_sandbox::deliver::{ClockError, Driver, Letter, Sent, Transport};
use wxpay_sandbox::wechat_pay::model::order::{Order, State};
use wxpay_sandbox::world::outbox::{Notice, Outcome};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Fen, Span};

const SUB: &str = SUBS[0];
const WITHDRAW: &str = "/v3/ecommerce/fund/withdraw";

/// Runs the same thing on so many threads that all begin together. Answers what each came to.
fn at_once<T: Send>(threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(threads);
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|n| {
                let (barrier, work) = (&barrier, &work);
                scope.spawn(move || {
                    barrier.wait();
                    work(n)
                })
            })
            .collect();
        started.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

#[test]
fn two_pay_one_order() {
    let bench = Bench::new(&given(""));
    for round in 0..20 {
        let number = format!("ORDER{round}");
        bench.place(&number, SUB, 1000, round % 2 == 0);
        let paid = at_once(2, |_| bench.try_act("buyer.pay", &json!({ "out_trade_no": number })).is_ok());
        assert_eq!(paid.iter().filter(|paid| **paid).count(), 1, "{number}");
    }
    assert_eq!(bench.balance("USER"), -20_000);
    assert_eq!(bench.trial_balance(), Fen::ZERO);
    let notices = bench.world.command(|cx| cx.page::<Notice>(Page::ALL)).unwrap();
    assert_eq!(notices.len(), 20);
}

#[test]
fn paying_races_closing() {
    let bench = Bench::new(&given(""));
    let mut expected = 0;
    for round in 0..20 {
        let number = format!("ORDER{round}");
        bench.place(&number, SUB, 1000, false);
        let path = format!("/v3/pay/partner/transactions/out-trade-no/{number}/close");
        let body = json!({ "sp_mchid": PLATFORM, "sub_mchid": SUB });
        let done = at_once(2, |n| match n {
            0 => bench.try_act("buyer.pay", &json!({ "out_trade_no": number })).is_ok(),
            _ => bench.post(&path, &body).0 == 204,
        });
        assert_ne!(done[0], done[1], "{number} is either paid or closed");
        let order =
            bench.world.command(|cx| cx.get::<Order>(&format!("{PLATFORM}/{number}"))).unwrap().unwrap();
        assert_eq!(matches!(order.state, State::Paid(_)), done[0]);
        expected += if done[0] { 1000 } else { 0 };
    }
    assert_eq!(bench.balance("USER"), -expected);
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

#[test]
fn many_place_one_number() {
    let bench = Bench::new(&given(""));
    let placed = at_once(32, |n| {
        bench.post(JSAPI, &single("ORDER1", SUB, if n % 2 == 0 { 100 } else { 200 }, false)).0
    });
    let (fine, used) =
        (placed.iter().filter(|s| **s == 200).count(), placed.iter().filter(|s| **s == 403).count());
    assert_eq!((fine, used), (16, 16), "whoever came first decides what the number stands for");
    assert_eq!(bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap().len(), 1);
    let subs: Vec<_> = (0..5).map(|n| (format!("PART{n}"), SUB, 100, true)).collect();
    let placed = at_once(16, |_| bench.post(COMBINE, &combined("COMBINED1", &subs)).0);
    assert!(placed.iter().all(|status| *status == 200));
    assert_eq!(bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap().len(), 6);
}

#[test]
fn splits_race_for_the_same_money() {
    let bench = Bench::new(&given(""));
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    bench.advance("30s");
    let done = at_once(8, |n| bench.post(SPLIT, &split(&format!("S{n}"), SUB, &id, 1000, false)).0);
    assert_eq!(done.iter().filter(|status| **status == 200).count(), 3, "30 % of 10000 is three times 1000");
    let same = at_once(8, |_| bench.post(FINISH, &finish("F1", SUB, &id)).0);
    assert!(same.iter().all(|status| *status == 200), "one number, one finish: {same:?}");
    bench.advance("1s");
    assert_eq!((bench.balance(&available(SUB)), bench.balance(&available(PLATFORM))), (6940, 3000));
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

/// Two splits for the last fen of a pot: exactly one wins, however much others may get.
#[test]
fn splits_race_for_the_last_fen() {
    let bench = Bench::new(&given("switches: { split: { max_ratio: 100% } }"));
    for round in 0..10 {
        let id = bench.paid(&format!("ORDER{round}"), SUB, 10_000, true);
        bench.advance("30s");
        let done = at_once(2, |n| bench.post(SPLIT, &split(&format!("S{round}-{n}"), SUB, &id, 9940, false)));
        let mut statuses = [done[0].0, done[1].0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403], "{done:?}");
        let refused = done.iter().find(|(status, _)| *status == 403).unwrap();
        assert_eq!(refused.1["code"], "NOT_ENOUGH");
        bench.advance("1s");
        assert_eq!(bench.pot(SUB, &id), 0);
    }
    assert_eq!(bench.balance(&available(PLATFORM)), 99_400);
}

/// Withdrawals race for the same money, more of them in one second than the real gateway takes (WD-09).
#[test]
fn withdrawals_race_for_the_same_money() {
    let bench = Bench::new(&given(r#"balances: { "1900000201": { BASIC: 1500 } }"#));
    let withdraw =
        |number: &str, amount: u32| json!({ "sub_mchid": SUB, "out_request_no": number, "amount": amount });
    let two = at_once(2, |n| bench.post(WITHDRAW, &withdraw(&format!("ALL{n}"), 1000)).0);
    assert_eq!(two.iter().filter(|status| **status == 200).count(), 1, "1500 is once 1000: {two:?}");
    let many = at_once(48, |n| bench.post(WITHDRAW, &withdraw(&format!("PART{n}"), 100)).0);
    assert_eq!(many.iter().filter(|status| **status == 200).count(), 5, "500 is five times 100");
    assert!(many.iter().all(|status| matches!(status, 200 | 403)), "nobody is told to slow down: {many:?}");
    bench.act("merchant.top_up", &json!({ "mchid": SUB, "amount": 700 }));
    let same = at_once(8, |_| bench.post(WITHDRAW, &withdraw("SAME", 700)).0);
    assert!(same.iter().all(|status| *status == 200), "one number, one withdrawal: {same:?}");
    assert_eq!((bench.balance(&available(SUB)), bench.balance(&format!("{SUB}/TRANSIT"))), (0, 2200));
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

/// PS-41 and PS-45: what a receiver got is given back once, and its money is spent once. By hand: three parts of 1000 make
/// 3000; one is given back, a subsidy of 1000 is paid, so 1000 are there when two parts are to go back at once.
#[test]
fn returns_race_for_the_last_fen() {
    let bench = Bench::new(&given(""));
    let back = |number: &str, of: &str| {
        let body = json!({ "sub_mchid": SUB, "out_order_no": of, "out_return_no": number,
            "return_mchid": PLATFORM, "amount": 1000, "description": "back" });
        bench.post("/v3/ecommerce/profitsharing/returnorders", &body)
    };
    let id = bench.paid("ORDER1", SUB, 10_000, true);
    let mut subsidised = single("ORDER2", SUB, 10_000, true);
    subsidised["settle_info"]["subsidy_amount"] = json!(1000);
    assert_eq!(bench.post(JSAPI, &subsidised).0, 200);
    let paid = bench.act("buyer.pay", &json!({ "out_trade_no": "ORDER2" }));
    let second = &paid["orders"][0]["transaction_id"];
    bench.advance("30s");
    for number in ["S1", "S2", "S3"] {
        assert_eq!(bench.post(SPLIT, &split(number, SUB, &id, 1000, false)).0, 200);
    }
    bench.advance("1s");
    let done = at_once(8, |n| back(&format!("R{n}"), "S1").0);
    let count = |status: u16| done.iter().filter(|found| **found == status).count();
    assert_eq!((count(200), count(400)), (1, 7), "{done:?}");
    assert_eq!((bench.balance(&available(SUB)), bench.balance(&available(PLATFORM))), (1000, 2000));
    let subsidy =
        json!({ "sub_mchid": SUB, "transaction_id": second, "amount": 1000, "description": "coupon" });
    let done = at_once(8, |_| bench.post("/v3/ecommerce/subsidies/create", &subsidy).0);
    assert!(done.iter().all(|status| *status == 200), "one subsidy for all who ask for it: {done:?}");
    assert_eq!(bench.balance(&available(PLATFORM)), 1000);
    let done = at_once(2, |n| back(&format!("T{n}"), ["S2", "S3"][n]).0);
    assert!(done == [200, 403] || done == [403, 200], "one has the money, the other waits: {done:?}");
    assert_eq!((bench.balance(&available(SUB)), bench.balance(&available(PLATFORM))), (2000, 0));
    assert_eq!(bench.trial_balance(), Fen::ZERO);
}

#[test]
fn the_clock_moves_beside_calls() {
    let bench = Bench::new(&given(""));
    let started = bench.world.now();
    // 200 s in all: a request signed before the first step is still within its five minutes after the last.
    let _ = at_once(4, |n| match n {
        0 => (0..20).for_each(|_| drop(bench.advance("10s"))),
        _ => (0..10).for_each(|round| drop(bench.paid(&format!("ORDER{n}x{round}"), SUB, 100, true))),
    });
    bench.drain();
    assert_eq!(bench.world.now(), started.after(Span::seconds(200)));
    assert_eq!((bench.trial_balance(), bench.balance("USER")), (Fen::ZERO, -3000));
    assert_eq!(bench.receiver.letters.lock().unwrap().len(), 30);
}

/// Sends nothing before it is told to.
struct Held(Mutex<Option<oneshot::Receiver<()>>>);

impl Transport for Held {
    fn send<'a>(&'a self, _: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>> {
        let told = self.0.lock().unwrap().take();
        Box::pin(async move {
            if let Some(told) = told {
                told.await.unwrap();
            }
            Sent { outcome: Outcome::Answered { status: 200, body: String::new() }, duration_ms: 0 }
        })
    }
}

/// Polls a future once.
async fn once<F: Future + ?Sized>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await
}

/// A script calls the API, which sets off a callback in the background, and moves the clock at once: it is not turned away.
#[test]
fn a_clock_command_waits_for_callbacks_in_the_background_but_not_for_those_of_a_command() {
    let given = given("");
    let bench = Bench::new(&given);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for by_command in [false, true] {
        let number = if by_command { "ORDER2" } else { "ORDER1" };
        bench.place(number, SUB, 1000, false);
        bench.act("buyer.pay", &json!({ "out_trade_no": number }));
        let (tell, told) = oneshot::channel();
        let held = Arc::new(Held(Mutex::new(Some(told))));
        let driver = Driver::new(Arc::clone(&bench.world), held);
        runtime.block_on(async {
            let mut sending: Pin<Box<dyn Future<Output = ()>>> = if by_command {
                Box::pin(async { drop(driver.drain().await.unwrap()) })
            } else {
                Box::pin(driver.keep_up())
            };
            assert!(once(&mut sending).await.is_pending(), "the callback is under way");
            let mut moving = Box::pin(driver.advance(Span::seconds(1)));
            let first = once(&mut moving).await;
            if by_command {
                assert!(
                    matches!(first, Poll::Ready(Err(ClockError::Busy))),
                    "it may come from inside the callback"
                );
                return;
            }
            assert!(first.is_pending(), "it waits");
            tell.send(()).unwrap();
            assert!(once(&mut sending).await.is_pending(), "the keeper goes on for ever");
            assert!(moving.await.is_ok());
        });
    }
}
