//! `serve --data` is killed in the middle of a stream of payments and started again: nothing that was answered is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed step ends the test

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use wxpay_sandbox::crypto::{self, key::PrivateKey};

/// How many payments are answered before the server is killed while the next one is under way.
const ANSWERED: usize = 40;

/// A running `serve --data`, on a port of its own choice.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wxpay-sandbox"))
            .args(["serve", "--listen", "127.0.0.1:0", "--seed", "5", "--frozen", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it says where it listens").unwrap();
        let address = line.split("http://").nth(1).expect("with its address").trim().to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, address }
    }

    /// One request over a connection of its own.
    fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> std::io::Result<(u16, Value)> {
        let mut stream = TcpStream::connect(&self.address)?;
        let length = body.len();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: */*\r\nUser-Agent: kill\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}",
            self.address
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
    }

    fn control(&self, method: &str, path: &str, body: &Value) -> std::io::Result<(u16, Value)> {
        self.send(method, &format!("/_sandbox/worlds/default/{path}"), "", &body.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL on Unix: the process gets no chance to tidy up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A merchant as an SDK would be configured.
struct Merchant {
    mchid: String,
    serial: String,
    key: PrivateKey,
}

impl Merchant {
    fn of(server: &Server) -> Merchant {
        let (_, all) = server.control("GET", "credentials", &Value::Null).unwrap();
        let first = &all["items"][0];
        let text = |name: &str| first[name].as_str().expect("credentials are whole").to_owned();
        Merchant {
            mchid: text("mchid"),
            serial: text("serial"),
            key: PrivateKey::from_pem(&text("private_key")).unwrap(),
        }
    }

    fn call(&self, server: &Server, method: &str, target: &str, body: &str) -> std::io::Result<(u16, Value)> {
        let time = wxpay_sandbox::world::host::unix_seconds();
        let message = format!("{method}\n{target}\n{time}\nnonce\n{body}\n");
        let signature = crypto::base64(&self.key.sign_sha256(message.as_bytes()));
        let header = format!(
            "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"nonce\",timestamp=\"{time}\",\
             serial_no=\"{}\",signature=\"{signature}\"\r\n",
            self.mchid, self.serial
        );
        server.send(method, target, &header, body)
    }

    /// Places an order and pays it; answers its transaction_id, or the error of the connection.
    fn pay(&self, server: &Server, number: &str) -> std::io::Result<String> {
        let order = json!({
            "sp_appid": "wx0000000000000001", "sp_mchid": self.mchid, "sub_mchid": "1900000201",
            "description": "one thing", "out_trade_no": number, "amount": { "total": 1000 },
            "notify_url": "http://127.0.0.1:9/nobody", "settle_info": { "profit_sharing": true },
            "payer": { "sp_openid": "oSandboxBuyer000000000000001" },
        });
        let (status, answer) =
            self.call(server, "POST", "/v3/pay/partner/transactions/jsapi", &order.to_string())?;
        assert_eq!(status, 200, "{answer}");
        let (status, paid) = server.control("POST", "acts/buyer.pay", &json!({ "out_trade_no": number }))?;
        assert_eq!(status, 200, "{paid}");
        Ok(paid["result"]["orders"][0]["transaction_id"].as_str().unwrap().to_owned())
    }
}

#[test]
fn nothing_that_was_answered_is_lost() {
    let data = tempfile::tempdir().unwrap();
    let (send, receive) = std::sync::mpsc::channel();
    let server = Server::start(data.path());
    let merchant = Merchant::of(&server);
    std::thread::scope(|scope| {
        let (server, merchant) = (&server, &merchant);
        scope.spawn(move || {
            for n in 0.. {
                let number = format!("KILL{n:05}");
                // The connection breaks when the server dies: that payment was never answered.
                let Ok(transaction_id) = merchant.pay(server, &number) else { return };
                if send.send((number, transaction_id)).is_err() {
                    return;
                }
            }
        });
        let answered: Vec<(String, String)> = receive.iter().take(ANSWERED).collect();
        // Killed while the thread above has the next payment under way.
        let process = server.child.id().to_string();
        Command::new("kill").args(["-9", &process]).status().expect("kill runs");
        let answered: Vec<(String, String)> = answered.into_iter().chain(receive.iter()).collect();

        let again = Server::start(data.path());
        for (number, transaction_id) in &answered {
            let target = format!(
                "/v3/pay/partner/transactions/out-trade-no/{number}?sp_mchid={}&sub_mchid=1900000201",
                merchant.mchid
            );
            let (status, order) = merchant.call(&again, "GET", &target, "").unwrap();
            assert_eq!((status, &order["trade_state"]), (200, &json!("SUCCESS")), "{number}: {order}");
            assert_eq!(order["transaction_id"], json!(transaction_id));
        }
        let (_, ledger) = again.control("GET", "ledger?limit=500", &Value::Null).unwrap();
        assert_eq!(ledger["trial_balance"], 0, "{ledger}");
        let (_, outbox) = again.control("GET", "outbox?limit=500", &Value::Null).unwrap();
        let notices = outbox["items"].as_array().unwrap();
        assert!(notices.len() >= answered.len(), "every payment has its notice");
    });
}
