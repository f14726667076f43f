//! A process that is killed in the middle of a stream of payments has lost nothing that it answered.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use support::{Bench, SUBS, given};
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::world::outbox::{Attempt, Notice, NoticeState};
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Fen};

/// Names the world's file to the child process.
const FILE: &str = "WXPAY_SANDBOX_CRASH_FILE";

/// The child: pays orders until it is killed, and prints each transaction_id once it was answered. Alone it does nothing.
#[test]
fn child() {
    let Ok(file) = std::env::var(FILE) else { return };
    let bench = Bench::file(&given(""), Path::new(&file));
    let mut out = std::io::stdout();
    for n in 0.. {
        let id = bench.paid(&format!("ORDER{n}"), SUBS[n % 3], 1000, n % 2 == 0);
        // Every fourth time some callbacks are delivered, so that the kill meets finished and waiting ones.
        if n % 4 == 3 {
            bench.receiver.usually(if n % 8 == 3 { 200 } else { 500 });
            bench.drain();
        }
        writeln!(out, "\npaid {id}").unwrap();
        out.flush().unwrap();
    }
}

/// Starts the child on a file, kills it after so many payments, and answers all that it printed.
fn killed_after(file: &Path, payments: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut printed = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let Ok(line) = line else { break };
        printed.extend(line.strip_prefix("paid ").map(ToOwned::to_owned));
        if printed.len() == payments {
            // On unix this is SIGKILL. What the child printed before it died is still read below.
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    printed
}

#[test]
fn nothing_answered_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    for payments in [1, 6, 23] {
        let file = folder.path().join(format!("world{payments}.sqlite"));
        let printed = killed_after(&file, payments);
        assert!(printed.len() >= payments, "the child died by itself");

        let bench = Bench::file(&given(""), &file);
        let paid = paid_orders(&bench);
        for id in &printed {
            assert!(paid.contains_key(id), "{id} was answered and is lost");
        }
        assert!(paid.len() <= printed.len() + 1, "more is paid than one unanswered payment");
        assert_eq!(bench.trial_balance(), Fen::ZERO);
        assert_eq!(bench.balance("USER"), -1000 * i64::try_from(paid.len()).unwrap());
        check_outbox(&bench, paid.len());

        bench.drain();
        bench.advance("1d1h");
        let notices = bench.world.command(|cx| cx.page::<Notice>(Page::ALL)).unwrap();
        for notice in notices {
            assert_eq!(notice.state, NoticeState::Delivered, "{} is sent again after the crash", notice.id);
        }
        assert!(
            bench
                .world
                .command(|cx| cx.agenda(Page::ALL))
                .unwrap()
                .iter()
                .all(|item| item.system != "outbox")
        );
        bench.paid("AFTERWARDS", SUBS[0], 1000, true);
    }
}

fn paid_orders(bench: &Bench) -> BTreeMap<String, Order> {
    let orders = bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap();
    let paid = orders.into_iter().filter_map(|order| {
        let id = order.payment()?.transaction_id.to_string();
        Some((id, order))
    });
    paid.collect()
}

/// Every payment has its notice; each that waits has one attempt on the agenda, and no attempt is there twice.
fn check_outbox(bench: &Bench, paid: usize) {
    let (notices, attempts, agenda) = bench
        .world
        .command(|cx| {
            let (notices, attempts) = (cx.page::<Notice>(Page::ALL)?, cx.page::<Attempt>(Page::ALL)?);
            Ok::<_, Bug>((notices, attempts, cx.agenda(Page::ALL)?))
        })
        .unwrap();
    assert_eq!(notices.len(), paid);
    for notice in &notices {
        let scheduled = agenda.iter().filter(|item| item.subject == notice.id).count();
        assert_eq!(scheduled, usize::from(notice.state == NoticeState::Waiting), "{notice:?}");
        let made = attempts.iter().filter(|attempt| attempt.notice == notice.id).count();
        assert_eq!(made, usize::try_from(notice.attempts).unwrap(), "{notice:?}");
    }
    let timers = agenda.iter().filter(|item| item.system != "outbox").count();
    let flagged = paid_orders(bench).values().filter(|order| order.profit_sharing).count();
    let open = bench.world.command(|cx| cx.page::<Order>(Page::ALL)).unwrap().len() - paid;
    assert_eq!(timers, flagged + open, "one timer for each frozen pot and each open order");
}
