//! The real program: its listener, its exit codes, its files, and callbacks over real HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed step ends the test

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_wxpay-sandbox");
/// A description with a mistyped member.
const BAD_WORLD: &str = "platform:\n  mchid: \"1900000100\"\n  apid: wx0000000000000001\n";

/// A running server; killed when the test ends.
struct Served {
    child: Child,
    address: SocketAddr,
    /// What it says on its standard output after the first line.
    more: Lines<BufReader<ChildStdout>>,
}

impl Served {
    fn start(more: &[&str]) -> Served {
        let mut child = serve(more).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut more = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = more.next().unwrap().unwrap();
        let mut address: SocketAddr = line.trim().rsplit("http://").next().unwrap().parse().expect(&line);
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        Served { child, address, more }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.ask_with("", method, path, body)
    }

    /// Asks with a further header, ended by CR LF.
    fn ask_with(&self, header: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{header}Connection: close\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let answer = self.raw(&[head.as_bytes(), body.as_bytes()].concat());
        let (head, body) = answer.split_once("\r\n\r\n").expect(&answer);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    fn raw(&self, bytes: &[u8]) -> String {
        raw(self.address, bytes)
    }

    /// Runs another command of the program against this server.
    fn run(&self, arguments: &[&str]) -> Output {
        let url = format!("http://{}", self.address);
        Command::new(PROGRAM).args(arguments).args(["--url", &url]).output().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends bytes and reads until the other side hangs up.
fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn serve(more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    let listen = if more.contains(&"--listen") { vec![] } else { vec!["--listen", "127.0.0.1:0"] };
    command.args(["serve", "--frozen"]).args(listen).args(more);
    command
}

fn fails(more: &[&str], code: i32, says: &str) {
    let output = serve(more).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(says), "{said}");
}

#[test]
fn a_request_over_tcp_is_answered_whatever_bytes_it_carries() {
    let served = Served::start(&[]);
    let (status, health) = served.ask("GET", "/_sandbox/health", &Value::Null);
    assert_eq!((status, &health["status"]), (200, &json!("ok")));
    let odd = b"GET /v3/certificates?a=%2F%zz HTTP/1.1\r\nHost: x\r\nAuthorization: \xff\xfe\r\nConnection: close\r\n\r\n";
    assert!(served.raw(odd).starts_with("HTTP/1.1 4"));
    let (_, strays) = served.ask("GET", "/_sandbox/strays", &Value::Null);
    assert_eq!(strays["items"][0]["request"], "GET /v3/certificates?a=%2F%zz");
    let foreign = b"GET /_sandbox/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert!(served.raw(foreign).starts_with("HTTP/1.1 403"));
}

#[test]
fn a_body_beyond_the_limit_is_refused() {
    let served = Served::start(&[]);
    let mut stream = TcpStream::connect(served.address).unwrap();
    let length = 17 * 1024 * 1024;
    let head =
        format!("POST /v3/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let sending = thread::spawn(move || {
        let _ = writer.write_all(&vec![b'x'; length]);
    });
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 413");
    drop(stream);
    sending.join().unwrap();
}

#[test]
fn what_cannot_be_set_up_ends_with_5_and_a_wrong_file_with_4() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Command::new(PROGRAM).args(["serve", "--listen", &address]).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is in use"));

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let file = folder.path().join("default.sqlite");
    std::fs::write(&file, "no database at all, and long enough to have had a header".repeat(40)).unwrap();
    fails(&["--data", data], 5, "is not a world of wxpay-sandbox");
    foreign(&file, "CREATE TABLE other (a)");
    fails(&["--data", data], 5, "is not a world of wxpay-sandbox");
    std::fs::remove_file(&file).unwrap();
    drop(Served::start(&["--data", data]));
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 900).unwrap();
    fails(&["--data", data], 5, "newer wxpay-sandbox");

    let world = folder.path().join("world.yaml");
    std::fs::write(&world, BAD_WORLD).unwrap();
    fails(&["--world", world.to_str().unwrap()], 4, "apid");
    fails(&["--world", "/nowhere/world.yaml"], 4, "cannot read");
    fails(&["--sed", "1"], 2, "--seed");
}

fn foreign(file: &Path, sql: &str) {
    std::fs::remove_file(file).unwrap();
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_folder_of_worlds_belongs_to_one_server_and_outlives_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let first = Served::start(&["--data", data]);
    fails(&["--data", data], 5, "another sandbox keeps its worlds");
    let (_, moved) = first.ask("POST", "/_sandbox/worlds/default/clock/advance", &json!({ "by": "1d" }));
    drop(first);
    let second = Served::start(&["--data", data]);
    let (_, clock) = second.ask("GET", "/_sandbox/worlds/default/clock", &Value::Null);
    assert_eq!(clock["now"], moved["now"]);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_server_with_0() {
    let mut served = Served::start(&[]);
    let id = served.child.id().to_string();
    Command::new("kill").arg(&id).status().unwrap();
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_commands_talk_to_the_server() {
    let served = Served::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("keys");
    assert!(served.run(&["credentials", "--to", to.to_str().unwrap()]).status.success());
    let env = std::fs::read_to_string(to.join("env")).unwrap();
    assert!(env.contains("WXPAY_MCHID=1900000100\n"), "{env}");
    let certificates = std::fs::read_dir(to.join("certificates")).unwrap().count();
    assert_eq!(certificates, 1);
    assert!(served.run(&["clock", "advance", "30s"]).status.success());
    let refused = served.run(&["act", "buyer.pya"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("did you mean `buyer.pay`?"));
    let url = format!("http://{}", served.address);
    drop(served);
    let alone = Command::new(PROGRAM).args(["clock", "--url", &url]).output().unwrap();
    assert_eq!(alone.status.code(), Some(5));
}

/// A receiver that treats one connection as it is told, and hangs up.
fn receiver(behave: impl Fn(&mut TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let mut buffer = [0; 4096];
            while !seen.ends_with(b"}") {
                let count = stream.read(&mut buffer).unwrap_or(0);
                if count == 0 {
                    break;
                }
                seen.extend_from_slice(&buffer[..count]);
            }
            behave(&mut stream);
        }
    });
    address
}

#[test]
fn callbacks_over_http_end_as_the_receiver_ends_them() {
    let ok = receiver(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    let moved = receiver(|stream| {
        let _ = stream
            .write_all(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    });
    let huge = receiver(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
        let _ = stream.write_all(&vec![b'x'; 10 * 1024 * 1024]);
    });
    let silent = receiver(|stream| {
        let _ = stream.read(&mut [0; 1]);
    });
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mapping = format!("shop.example.com={ok}");
    let served = Served::start(&["--receiver", &mapping]);
    for (number, address, wanted) in [
        ("OK", format!("http://{ok}"), json!({ "answered": { "status": 200 } })),
        ("MAPPED", "http://shop.example.com".to_owned(), json!({ "answered": { "status": 200 } })),
        ("PORT", "http://shop.example.com:8443".to_owned(), json!({ "answered": { "status": 200 } })),
        ("MOVED", format!("http://{moved}"), json!({ "answered": { "status": 302 } })),
        ("HUGE", format!("http://{huge}"), json!({ "answered": { "status": 200 } })),
        ("CLOSED", format!("http://{closed}"), json!({ "failed": { "stage": "connect" } })),
        ("FOREIGN", "https://other.example.com".to_owned(), json!({ "failed": { "stage": "forbidden" } })),
        ("SILENT", format!("http://{silent}"), json!({ "failed": { "stage": "http" } })),
    ] {
        let detail = pay(&served, number, &address);
        for (key, member) in [("answered", "status"), ("failed", "stage")] {
            assert_eq!(detail["outcome"][key][member], wanted[key][member], "{number}: {detail}");
        }
        let state = if wanted["answered"]["status"] == 200 { "delivered" } else { "waiting" };
        assert_eq!(detail["state"], state, "{number}");
    }
}

/// Places a native order, pays it, and answers what became of the callback.
fn pay(served: &Served, number: &str, receiver: &str) -> Value {
    let placed = place(served, served.address, number, receiver);
    assert!(placed.starts_with("HTTP/1.1 200"), "{placed}");
    let act = json!({ "out_trade_no": format!("ORDER-{number}") });
    let (status, acted) = served.ask("POST", "/_sandbox/worlds/default/acts/buyer.pay", &act);
    assert_eq!(status, 200, "{acted}");
    let (_, journal) = served.ask("GET", "/_sandbox/worlds/default/journal?limit=500", &Value::Null);
    let last = journal["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["data"]["outcome"]),
        (&json!("callback"), &acted["happened"][0]["detail"]["outcome"])
    );
    acted["happened"][0]["detail"].clone()
}

/// Places a native order as the direct merchant at one of the server's listeners.
fn place(served: &Served, at: SocketAddr, number: &str, receiver: &str) -> String {
    let body = json!({
        "appid": "wx0000000000000003", "mchid": "1900000300", "description": "one thing",
        "out_trade_no": format!("ORDER-{number}"), "notify_url": format!("{receiver}/notify"),
        "amount": { "total": 100 },
    });
    call(served, at, "POST", "/v3/pay/transactions/native", &body.to_string())
}

/// Calls an API as the direct merchant, signed.
fn call(served: &Served, at: SocketAddr, method: &str, target: &str, body: &str) -> String {
    let (_, credentials) =
        served.ask("GET", "/_sandbox/worlds/default/credentials?mchid=1900000300", &Value::Null);
    let one = &credentials["items"][0];
    let key = wxpay_sandbox::crypto::key::PrivateKey::from_pem(one["private_key"].as_str().unwrap()).unwrap();
    let timestamp = wxpay_sandbox::world::host::unix_seconds();
    let message = format!("{method}\n{target}\n{timestamp}\nnonce\n{body}\n");
    let signature = {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(key.sign_sha256(message.as_bytes()))
    };
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nAccept: application/json\r\nUser-Agent: test\r\n\
         Content-Type: application/json\r\nAuthorization: WECHATPAY2-SHA256-RSA2048 mchid=\"1900000300\",\
         nonce_str=\"nonce\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no={}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        one["serial"],
        body.len()
    );
    raw(at, head.as_bytes())
}

/// BI-04: the URL leads back to the address that was called, and the file comes unsigned, in pieces.
#[test]
fn a_bill_is_downloaded_where_its_url_points() {
    let served = Served::start(&[]);
    pay(&served, "BILL", "http://127.0.0.1:1");
    let (_, orders) = served.ask("GET", "/_sandbox/worlds/default/orders", &Value::Null);
    let date = orders["items"][0]["placed_at"].as_str().unwrap()[..10].to_owned();
    served.ask("POST", "/_sandbox/worlds/default/clock/advance", &json!({ "by": "2d" }));
    let applied = call(&served, served.address, "GET", &format!("/v3/bill/tradebill?bill_date={date}"), "");
    let body: Value =
        serde_json::from_str(applied.split_once("\r\n\r\n").expect(&applied).1).expect(&applied);
    let url = body["download_url"].as_str().expect(&applied);
    let target = url.strip_prefix(&format!("http://{}", served.address)).expect(url);
    let file = call(&served, served.address, "GET", target, "");
    let (head, body) = file.split_once("\r\n\r\n").expect(&file);
    assert!(
        head.starts_with("HTTP/1.1 200")
            && head.contains("chunked")
            && !head.to_lowercase().contains("wechatpay-"),
        "{head}"
    );
    assert!(body.contains("交易时间,公众账号ID") && body.contains(",`ORDER-BILL,"), "{body}");
    let told = served.run(&["order", "ORDER-BILL"]);
    let story = String::from_utf8_lossy(&told.stdout);
    assert!(story.contains("the buyer paid 买家付款") && story.contains("1900000300/BASIC → 99"), "{story}");
    let json = served.run(&["order", "ORDER-BILL", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["postings"][1]["cause"], "fee");
    assert_eq!(served.run(&["order", "NOBODYS"]).status.code(), Some(2));
}

#[test]
fn a_fork_is_reached_at_its_own_address() {
    let served = Served::start(&[]);
    let (status, fork) = served.ask("POST", "/_sandbox/worlds/default/fork", &json!({ "name": "side" }));
    assert_eq!(status, 201, "{fork}");
    let own: SocketAddr = fork["url"].as_str().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
    assert_ne!(own, served.address);
    let placed = place(&served, own, "FORK", "http://127.0.0.1:1");
    assert!(placed.starts_with("HTTP/1.1 200") && placed.contains("code_url"), "{placed}");
    for (world, status) in [("side", 200), ("default", 404)] {
        let order = format!("/_sandbox/worlds/{world}/orders/ORDER-FORK");
        assert_eq!(served.ask("GET", &order, &Value::Null).0, status, "{world}");
    }
    // The parent goes on at the address that it had, and the fork does not see that.
    let placed = place(&served, served.address, "MAIN", "http://127.0.0.1:1");
    assert!(placed.starts_with("HTTP/1.1 200"), "{placed}");
    for (world, status) in [("side", 404), ("default", 200)] {
        let order = format!("/_sandbox/worlds/{world}/orders/ORDER-MAIN");
        assert_eq!(served.ask("GET", &order, &Value::Null).0, status, "{world}");
    }
}

#[test]
fn off_loopback_the_control_api_wants_the_token_that_was_printed() {
    let mut served = Served::start(&["--listen", "0.0.0.0:0"]);
    let said = served.more.by_ref().map(Result::unwrap).find(|line| line.starts_with("token of")).unwrap();
    let token = said.rsplit(' ').next().unwrap();
    assert!(token.len() >= 16, "{said}");
    for (header, wanted) in [
        (String::new(), 401),
        ("Authorization: Bearer guessed\r\n".to_owned(), 401),
        (format!("Authorization: Bearer {token}\r\n"), 200),
    ] {
        let (status, answer) = served.ask_with(&header, "GET", "/_sandbox/worlds", &Value::Null);
        assert_eq!(status, wanted, "{answer}");
    }
    let chosen = Served::start(&["--listen", "0.0.0.0:0", "--token", "chosen"]);
    let header = "Authorization: Bearer chosen\r\n";
    assert_eq!(chosen.ask_with(header, "GET", "/_sandbox/health", &Value::Null).0, 200);
    assert_eq!(chosen.ask("GET", "/_sandbox/health", &Value::Null).0, 401);
}
