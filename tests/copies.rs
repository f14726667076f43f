//! Snapshot, restore, reset and fork are copies of the whole world, in memory and in files.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;
use std::sync::{Arc, Barrier};
use std::thread;

use serde_json::{Value, json};
use support::{GIVEN, PLATFORM, Receiver, SYSTEMS, given};
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{Hub, Resident};
use wxpay_sandbox::deliver::Transport;
use wxpay_sandbox::wechat_pay::model::merchant::Merchant;
use wxpay_sandbox::world::store::Page;
use wxpay_sandbox::world::{Bug, Span, World};

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
    state_of(resident.world())
}

fn state_of(world: &World) -> String {
    let dump = world.command(|cx| {
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

/// What a merchant's back end is set up with: certificates, APIv3 key and public key id.
fn credentials(world: &World) -> String {
    let merchant = world.command(|cx| cx.get::<Merchant>(PLATFORM)).unwrap().unwrap();
    let serials: Vec<_> =
        merchant.certificates.iter().map(|c| (c.serial.to_string(), c.pem.clone())).collect();
    assert!(!serials.is_empty() && merchant.apiv3_key.is_some(), "the platform has a certificate and a key");
    format!("{serials:?} {} {}", json!(merchant.apiv3_key), merchant.public_key.id)
}

/// Nobody chose the seed, so the description alone cannot tell which keys the world had.
#[test]
fn a_world_without_a_seed_is_reset_to_the_same_keys() {
    let folder = tempfile::tempdir().unwrap();
    let seedless = WorldGiven::read(&GIVEN.replace("seed: 1\n", "")).unwrap();
    assert!(seedless.seed.is_none());
    for data in [None, Some(folder.path().to_owned())] {
        let hub = hub(data);
        let one = hub.create("one", &seedless).unwrap();
        let (fresh, keys) = (state(&one), credentials(one.world()));
        top_up(&hub, "one", 100);
        let args = json!({ "mchid": PLATFORM });
        support::block_on(hub.act("one", "merchant.issue_certificate", args.as_object().unwrap(), true))
            .unwrap();
        assert_ne!(credentials(one.world()), keys);
        // Twice: the world that was put back knows its seed as well as the first.
        for _ in 0..2 {
            support::block_on(hub.reset("one")).unwrap();
            assert_eq!((state(&one), credentials(one.world())), (fresh.clone(), keys.clone()));
        }
    }
}

/// An image of an image, of a file's copy and of a world that went on meanwhile.
#[test]
fn a_fork_of_a_fork_holds_the_same_state() {
    let folder = tempfile::tempdir().unwrap();
    for data in [None, Some(folder.path().to_owned())] {
        let hub = hub(data);
        let one = hub.create("one", &given("")).unwrap();
        top_up(&hub, "one", 100);
        support::block_on(one.driver.advance(Span::days(3))).unwrap();
        let two = hub.fork("one", "two").unwrap();
        let three = hub.fork("two", "three").unwrap();
        assert_eq!(state(&three), state(&one));
        assert_eq!(credentials(three.world()), credentials(one.world()));
        // Each goes its own way, the last also after those before it are gone.
        top_up(&hub, "two", 5);
        let four = hub.fork("three", "four").unwrap();
        hub.delete("two").unwrap();
        hub.delete("three").unwrap();
        drop((two, three));
        assert_eq!(state(&four), state(&one));
        top_up(&hub, "four", 7);
        assert_eq!((basic(&one), basic(&four)), (100, 107));
        // Snapshots of a fork are copies too.
        let before = state(&four);
        hub.snapshot("four", "before").unwrap();
        top_up(&hub, "four", 1);
        support::block_on(hub.restore("four", "before")).unwrap();
        assert_eq!(state(&four), before);
    }
}

/// Two who make a world of the same name at once: one gets it, and the loser does not take the winner's file away.
#[test]
fn of_two_who_make_the_same_world_one_wins() {
    for round in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let hub = hub(Some(folder.path().to_owned()));
        let gate = Barrier::new(2);
        let wins = thread::scope(|scope| {
            let makers = [1, 2].map(|seed| {
                let (hub, gate) = (&hub, &gate);
                let given =
                    WorldGiven::read(&GIVEN.replace("seed: 1\n", &format!("seed: {seed}\n"))).unwrap();
                scope.spawn(move || {
                    gate.wait();
                    hub.create("one", &given).is_ok()
                })
            });
            makers.map(|maker| maker.join().unwrap())
        });
        assert_eq!(wins.iter().filter(|won| **won).count(), 1, "round {round}: {wins:?}");
        assert!(folder.path().join("one.sqlite").exists(), "round {round}: the winner's file is gone");
        top_up(&hub, "one", 9);
        let keys = credentials(hub.resident("one").unwrap().world());
        drop(hub);
        let again = self::hub(Some(folder.path().to_owned()));
        again.open_kept().unwrap();
        let kept = again.resident("one").unwrap();
        assert_eq!((basic(&kept), credentials(kept.world())), (9, keys), "round {round}");
    }
}
