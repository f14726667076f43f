//! Callbacks over a real network: at which stage an attempt ends, and where a mapped host leads. And the order of
//! what happens while a running world's clock is moved.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed step ends the test

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use support::{Bench, SUBS, given};
use url::Url;
use wxpay_sandbox::control::given::ClockGiven;
use wxpay_sandbox::deliver::HappeningKind;
use wxpay_sandbox::deliver::{HttpTransport, Letter, Transport};
use wxpay_sandbox::world::Span;
use wxpay_sandbox::world::outbox::{Method, Outcome, Stage};
use wxpay_sandbox::world::receivers::{Receivers, Way};

/// A listener that treats each connection as it is told.
fn listener(behave: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().for_each(|stream| behave(stream.unwrap())));
    address
}

/// A receiver that answers 204 and hands over the head of each request.
fn receiver() -> (SocketAddr, Receiver<String>) {
    let (sender, heads) = channel();
    let address = listener(move |mut stream| {
        let mut seen = Vec::new();
        let mut buffer = [0; 4096];
        while !seen.ends_with(b"{}") {
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&seen));
            seen.extend_from_slice(&buffer[..count]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        sender.send(String::from_utf8(seen).unwrap()).unwrap();
    });
    (address, heads)
}

async fn send(url: &str, way: Way) -> Outcome {
    let url = Url::parse(url).unwrap();
    let letter = Letter {
        method: Method::Post,
        url,
        way,
        headers: Vec::new(),
        body: b"{}".to_vec(),
        patience: Span::seconds(5),
    };
    HttpTransport::new(None).unwrap().send(&letter).await.outcome
}

#[tokio::test]
async fn a_failed_attempt_names_the_stage_that_it_reached() {
    let plain = listener(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let closing = listener(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
    });
    // Hanging up with bytes unread resets the connection.
    let resetting = listener(|mut stream| {
        let _ = stream.read(&mut [0; 1]);
    });
    let at_once = listener(drop);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (what, url, wanted) in [
        ("plain text under https", format!("https://{plain}/n"), Stage::Tls),
        ("https, hung up", format!("https://{closing}/n"), Stage::Tls),
        ("https, hung up at once", format!("https://{at_once}/n"), Stage::Tls),
        ("https, reset", format!("https://{resetting}/n"), Stage::Tls),
        ("https, nobody listens", format!("https://{nobody}/n"), Stage::Connect),
        ("http, nobody listens", format!("http://{nobody}/n"), Stage::Connect),
        ("http, hung up", format!("http://{closing}/n"), Stage::Http),
        ("http, hung up at once", format!("http://{at_once}/n"), Stage::Http),
        ("http, reset", format!("http://{resetting}/n"), Stage::Http),
    ] {
        match send(&url, Way::Direct).await {
            Outcome::Failed { stage, reason } => assert_eq!(stage, wanted, "{what}: {reason}"),
            Outcome::Answered { status, .. } => panic!("{what}: answered {status}"),
        }
    }
}

#[tokio::test]
async fn a_mapped_host_is_reached_at_its_address_under_its_name() {
    let (address, heads) = receiver();
    let mut receivers = Receivers::default();
    receivers.mapped.insert("shop.example.com".to_owned(), address);
    for url in ["http://shop.example.com/notify", "http://shop.example.com:8443/notify"] {
        let outcome = send(url, receivers.way(&Url::parse(url).unwrap())).await;
        assert_eq!(outcome, Outcome::Answered { status: 204, body: String::new() }, "{url}");
        let head = heads.recv().unwrap().to_ascii_lowercase();
        assert!(head.starts_with("post /notify http/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nhost: shop.example.com\r\n"), "{head}");
    }
}

/// NO-03 in a world whose time flows: the retries do not wait until the clock has arrived.
#[test]
fn a_running_world_that_is_moved_on_keeps_the_order_of_its_instants() {
    let mut running = given("");
    running.clock = Some(ClockGiven::Running);
    let bench = Bench::new(&running);
    bench.receiver.usually(500);
    let paid_at = bench.world.now();
    bench.paid("ORDER01", SUBS[0], 10_000, true);
    bench.paid("ORDER02", SUBS[1], 10_000, true);
    let moved = bench.advance("181d");
    let instants: Vec<i64> = moved.happened.iter().map(|h| h.at.unix()).collect();
    assert!(instants.is_sorted(), "{instants:?}");
    assert_eq!(
        (instants.first() >= Some(&moved.from.unix()), instants.last() <= Some(&moved.now.unix())),
        (true, true)
    );
    let seconds =
        [0, 15, 30, 60, 240, 840, 2040, 3840, 5640, 7440, 11_040, 21_840, 32_640, 43_440, 65_040, 86_640];
    for number in ["ORDER01", "ORDER02"] {
        let attempts =
            moved.happened.iter().filter(|h| h.kind == HappeningKind::Callback && h.subject == number);
        let after: Vec<i64> = attempts.map(|h| h.at.unix() - paid_at.unix()).collect();
        assert_eq!(after.len(), seconds.len(), "{after:?}");
        // The host's clock flows meanwhile: a busy machine takes its time.
        let late = after.iter().zip(seconds).map(|(found, wanted)| found - wanted);
        assert!(late.clone().all(|late| (0..15).contains(&late)), "{number}: {:?}", late.collect::<Vec<_>>());
    }
    let timers: Vec<_> = moved.happened.iter().filter(|h| h.kind == HappeningKind::Timer).collect();
    assert_eq!(timers.len(), 2, "{timers:?}");
    for timer in timers {
        let late = timer.at.unix() - paid_at.unix() - 180 * 86_400;
        assert!((0..15).contains(&late), "{timer:?}");
    }
}
