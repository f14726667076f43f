//! Mails reach the SMTP server that the user named, once each, and no other.

// Nothing here ships; a test may stop at the first thing that is not as expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::{Map, json};
use wxpay_sandbox::control::SYSTEMS;
use wxpay_sandbox::control::given::WorldGiven;
use wxpay_sandbox::control::hub::{DEFAULT, Hub};
use wxpay_sandbox::deliver::{HttpTransport, SmtpServer};
use wxpay_sandbox::world::{Bug, store::Page};

const WORLD: &str = r#"
seed: 1
start: 2026-01-05T10:00:00+08:00
clock: frozen
platform: { mchid: "1900000100", appid: wx0000000000000001 }
mini_programs: [{ appid: wx0000000000000001 }]
huifu:
  control_switch: true
  agents: [{ huifu_id: "6666000100000001", email: agent@huifu.test }]
  merchants:
    - { huifu_id: "6666000100000101", agent: "6666000100000001", email: shop@huifu.test, appids: [wx0000000000000001] }
"#;

/// A mail server that takes everything and tells it.
fn sink() -> (u16, Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            converse(&stream.unwrap(), &tell);
        }
    });
    (port, told)
}

fn converse(stream: &TcpStream, tell: &Sender<Vec<String>>) {
    let mut out = stream;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    say("220 sink.test");
    let (mut mail, mut in_data) = (Vec::new(), false);
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { return };
        if in_data {
            if line == "." {
                in_data = false;
                tell.send(std::mem::take(&mut mail)).unwrap();
                say("250 taken");
            } else {
                mail.push(line);
            }
            continue;
        }
        match line.split(' ').next().unwrap_or_default() {
            "DATA" => {
                in_data = true;
                say("354 go on");
            }
            "QUIT" => {
                say("221 bye");
                return;
            }
            _ => say("250 fine"),
        }
        if line.starts_with("RCPT") {
            mail.push(line);
        }
    }
}

fn hub(post_office: Option<SmtpServer>) -> Hub {
    hub_at(post_office, None)
}

fn hub_at(post_office: Option<SmtpServer>, data: Option<PathBuf>) -> Hub {
    let transport = HttpTransport::new(None).unwrap().mailing(post_office);
    let hub = Hub::new(SYSTEMS, Arc::new(transport), data);
    hub.create(DEFAULT, &WorldGiven::read(WORLD).unwrap()).unwrap();
    hub
}

fn control(hub: &Hub, act: &str) {
    let with: Map<_, _> = [("appid".to_owned(), json!("wx0000000000000001"))].into_iter().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(hub.act(DEFAULT, act, &with, true)).unwrap();
}

#[test]
fn each_mail_reaches_the_named_server_once() {
    let (port, told) = sink();
    let hub = hub(Some(SmtpServer::new("127.0.0.1", port)));
    control(&hub, "platform.control_appid");
    let patience = Duration::from_secs(5);
    let (first, second) = (told.recv_timeout(patience).unwrap(), told.recv_timeout(patience).unwrap());
    assert_eq!(first[0], "RCPT TO:<shop@huifu.test>");
    assert_eq!(second[0], "RCPT TO:<agent@huifu.test>");
    let has = |line: &str| first.iter().any(|found| found == line);
    assert!(has("Date: Mon, 05 Jan 2026 02:00:00 +0000"), "{first:?}");
    assert!(has("To: shop@huifu.test"), "{first:?}");
    // 微信小程序APPID管控通知, as headers write it.
    assert!(
        first.iter().any(|line| line.starts_with("Subject: =?utf-8?b?5b6u5L+h5bCP56iL5bqP")),
        "{first:?}"
    );
    control(&hub, "platform.release_appid");
    assert_eq!(told.recv_timeout(patience).unwrap()[0], "RCPT TO:<shop@huifu.test>");
    assert_eq!(told.recv_timeout(patience).unwrap()[0], "RCPT TO:<agent@huifu.test>");
    assert!(told.try_recv().is_err());
}

#[test]
fn without_a_server_mails_stay_in_the_mailbox() {
    let hub = hub(None);
    control(&hub, "platform.control_appid");
    let resident = hub.resident(DEFAULT).unwrap();
    let mails = resident.world().command(|cx| cx.mails(Page::ALL)).map_err(|bug: Bug| bug).unwrap();
    assert_eq!(mails.len(), 2);
}

#[test]
fn a_server_that_is_not_there_is_told_of_and_stops_nothing() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let hub = hub(Some(SmtpServer::new("127.0.0.1", free)));
    control(&hub, "platform.control_appid");
    let resident = hub.resident(DEFAULT).unwrap();
    let entries =
        resident.world().command(|cx| cx.entries(0, "shop@huifu.test", Page::ALL)).map_err(|bug: Bug| bug);
    let title = &entries.unwrap()[0].title;
    assert!(title.starts_with("mail 微信小程序APPID管控通知 to shop@huifu.test: failed: "), "{title}");
}

#[test]
fn a_server_named_later_gets_no_old_mails() {
    let folder = tempfile::tempdir().unwrap();
    let data = || Some(folder.path().to_owned());
    control(&hub_at(None, data()), "platform.control_appid");
    let (port, told) = sink();
    let served = || hub_at(Some(SmtpServer::new("127.0.0.1", port)), data());
    // The two mails of control are from the time without a server; those of its end are new.
    control(&served(), "platform.release_appid");
    let patience = Duration::from_secs(5);
    let subject = |mail: Vec<String>| mail.into_iter().find(|line| line.starts_with("Subject: ")).unwrap();
    let released = subject(told.recv_timeout(patience).unwrap());
    assert_eq!(subject(told.recv_timeout(patience).unwrap()), released);
    // The next start has a server as well, and posts what comes then.
    control(&served(), "platform.control_appid");
    assert_ne!(subject(told.recv_timeout(patience).unwrap()), released);
    assert_ne!(subject(told.recv_timeout(patience).unwrap()), released);
    assert!(told.try_recv().is_err());
}
