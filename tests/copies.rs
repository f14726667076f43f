//! Snapshot, restore, reset and fork are copies of the whole world, in memory and in files.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use support::{Receiver, SYSTEMS, given};
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{Hub, Resident};
use wxpay_sandbox::deliver::Transport;
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Span};

fn hub(data: Option<PathBuf>) -> Hub {
    Hub::new(SYSTEMS, Receiver::new() as Arc<dyn Transport>, data)
}

fn top_up(hub: &Hub, world: &str, amount: i64) {
    let args = json!({ "mchid": "1900000201", "amount": amount });
    let done = support::block_on(hub.act(world, "merchant.top_up", args.as_object().unwrap(), true));
    assert!(done.is_ok(), "{done:?}");
}

fn basic(resident: &Resident) -> i64 {
    let rows = resident.world().command(|cx| cx.accounts("1900000201/BASIC", Page::ALL)).unwrap();
    rows.first().map_or(0, |row| row.balance.get())
}

/// Everything that a world is, but its journal.
fn state(resident: &Resident) -> String {
    let dump = resident.world().command(|cx| {
        Ok::<_, Bug>(format!("{:?} {:?} {}", cx.accounts("", Page::ALL)?, cx.agenda(Page::ALL)?, cx.now()))
    });
    dump.unwrap()
}

#[test]
fn copies_in_memory_and_in_files() {
    let folder = tempfile::tempdir().unwrap();
    for data in [None, Some(folder.path().to_owned())] {
        let hub = hub(data.clone());
        let one = hub.create("one", &given("")).unwrap();
        let fresh = state(&one);
        top_up(&hub, "one", 100);
        hub.snapshot("one", "before").unwrap();
        let before = state(&one);
        support::block_on(one.driver.advance(Span::days(3))).unwrap();
        top_up(&hub, "one", 50);
        let fork = hub.fork("one", "two").unwrap();
        assert_eq!(state(&fork), state(&one));
        top_up(&hub, "two", 7);
        assert_eq!((basic(&one), basic(&fork)), (150, 157));
        support::block_on(hub.restore("one", "before")).unwrap();
        assert_eq!((state(&one), basic(&fork)), (before, 157));
        // The restored world goes on: its journal's numbers, its streams, its clock.
        top_up(&hub, "one", 1);
        assert_eq!(basic(&one), 101);
        support::block_on(hub.reset("one")).unwrap();
        assert_eq!(state(&one), fresh);
        top_up(&hub, "one", 3);
        assert_eq!(basic(&one), 3);
        // A fork is kept in memory: it does not stand in the way of the next start.
        drop((one, fork));
        drop(hub);
        if let Some(folder) = data {
            let again = self::hub(Some(folder));
            again.open_kept().unwrap();
            assert_eq!(again.all().len(), 1);
            assert_eq!(basic(&again.resident("one").unwrap()), 3);
        }
    }
}

/// A description that makes no world leaves nothing that stands in the way of the next one.
#[test]
fn a_world_that_could_not_be_made_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let hub = hub(Some(folder.path().to_owned()));
    let wrong = WorldGiven::read(r#"balances: { "1900000999": { BASIC: 1 } }"#).unwrap();
    assert!(hub.create("one", &wrong).is_err());
    assert!(hub.create("one", &given("")).is_ok(), "the second description is not hindered by the first");
    let one = hub.resident("one").unwrap();
    let now: Value = json!(one.world().now());
    assert_eq!(now, "2026-01-05T10:00:00+08:00", "the start of the second description holds");
    // The same merchants in another world of the same server.
    assert!(hub.create("two", &given("")).is_err());
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.contains("two"))
        .collect();
    assert!(names.is_empty(), "a world that was refused left {names:?}, which the next start would open");
}
