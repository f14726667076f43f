//! `bench` (hidden): how many signed calls a second the whole server answers, against raw RSA signatures on the same cores.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::args::BenchArgs;
use super::exit::{Exit, Failure};
use super::table;
use crate::control::SYSTEMS;
use crate::control::api::Access;
use crate::control::credentials::{self, Credentials};
use crate::control::given::WorldGiven;
use crate::control::hub::{DEFAULT, Hub};
use crate::crypto::{self, key::PrivateKey};
use crate::deliver::HttpTransport;
use crate::doors::plain;
use crate::world::host::{Stopwatch, unix_seconds};
use crate::world::message::Request;
use crate::world::{Bug, Seed};

/// How many different requests are signed beforehand; they are sent round and round.
const SIGNED: usize = 64;

pub(super) fn run(args: &BenchArgs) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| broken(&error))?;
    let _inside = runtime.enter();
    let transport = HttpTransport::new(None).map_err(|why| broken(&why))?;
    let hub = Arc::new(Hub::new(SYSTEMS, Arc::new(transport), None));
    let given =
        WorldGiven { seed: Some(Seed::new(1)), ..WorldGiven::demo().map_err(|error| broken(&error))? };
    let resident = hub.create(DEFAULT, &given).map_err(|error| broken(&error))?;
    let all = resident.world().command(credentials::of).map_err(|bug: Bug| broken(&bug))?;
    let merchant = all.first().ok_or_else(|| broken(&"the demo world has no merchant"))?;
    let key = merchant.private_key.as_deref().and_then(|pem| PrivateKey::from_pem(pem).ok());
    let key = key.ok_or_else(|| broken(&"the demo merchant has no key"))?;
    place(&hub, merchant, &key)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let raw = raw_signatures(&key, cores);

    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| broken(&error))?;
    socket.set_nonblocking(true).map_err(|error| broken(&error))?;
    let access = Access { listen: None, token: None };
    let door =
        plain::open(&hub, Arc::clone(hub.main()), socket, access, None).map_err(|error| broken(&error))?;
    let requests: Arc<Vec<Vec<u8>>> = Arc::new((0..SIGNED).map(|n| request(merchant, &key, n)).collect());
    let watch = Stopwatch::start();
    let mut taken =
        runtime.block_on(load(door.address(), &requests, args)).map_err(|error| broken(&error))?;
    let seconds = watch.elapsed().as_secs_f64();
    door.close();

    taken.sort_unstable();
    let calls = f64::from(u32::try_from(taken.len()).unwrap_or(u32::MAX)) / seconds;
    table::say(&format!(
        "{} calls over {} connections on {cores} cores\n\
         {calls:.0} calls/s, p50 {:.2} ms, p99 {:.2} ms\n\
         {raw:.0} raw RSA-2048 signatures/s on the same cores; ratio {:.2}\n",
        taken.len(),
        args.connections,
        at(&taken, 50),
        at(&taken, 99),
        calls / raw
    ));
    Ok(Exit::Ok)
}

/// RSA signatures a second with every core at work.
fn raw_signatures(key: &PrivateKey, cores: usize) -> f64 {
    const EACH: u32 = 2000;
    let watch = Stopwatch::start();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                for n in 0..EACH {
                    std::hint::black_box(key.sign_sha256(&n.to_be_bytes()));
                }
            });
        }
    });
    f64::from(EACH) * f64::from(u32::try_from(cores).unwrap_or(1)) / watch.elapsed().as_secs_f64()
}

/// The order that every call asks for.
const NUMBER: &str = "BENCH001";

/// A merchant's signature over one call, as the value of `Authorization`.
fn authorization(merchant: &Credentials, key: &PrivateKey, call: [&str; 3], nonce: &str) -> String {
    let ([method, target, body], time) = (call, unix_seconds());
    let message = format!("{method}\n{target}\n{time}\n{nonce}\n{body}\n");
    let signature = crypto::base64(&key.sign_sha256(message.as_bytes()));
    let (mchid, serial) = (&merchant.mchid, merchant.serial.as_deref().unwrap_or_default());
    format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",timestamp=\"{time}\",\
         serial_no=\"{serial}\",signature=\"{signature}\""
    )
}

/// Places the order that the calls ask for.
fn place(hub: &Hub, merchant: &Credentials, key: &PrivateKey) -> Result<(), Failure> {
    let sub = merchant.sub_merchants.first().map(|sub| sub.mchid.clone());
    let appid = merchant.appids.first().map(|bound| bound.appid.clone());
    let body = json!({
        "sp_appid": appid, "sp_mchid": merchant.mchid, "sub_mchid": sub, "description": "bench",
        "out_trade_no": NUMBER, "notify_url": "http://127.0.0.1/bench", "amount": { "total": 100 },
    })
    .to_string();
    let target = "/v3/pay/partner/transactions/native";
    let request = Request {
        method: "POST".to_owned(),
        target: target.to_owned(),
        headers: vec![(
            "authorization".to_owned(),
            authorization(merchant, key, ["POST", target, &body], "place"),
        )],
        body: body.into_bytes(),
    };
    let answer = hub.systems().iter().map(|system| system.handle(hub.main(), &request).answer).next();
    match answer {
        Some(answer) if answer.status == 200 => Ok(()),
        other => Err(broken(&format!("the order was not placed: {other:?}"))),
    }
}

/// A signed query, as bytes.
fn request(merchant: &Credentials, key: &PrivateKey, n: usize) -> Vec<u8> {
    let sub = merchant.sub_merchants.first().map(|sub| sub.mchid.to_string()).unwrap_or_default();
    let (path, mchid) = ("/v3/pay/partner/transactions/out-trade-no", &merchant.mchid);
    let target = format!("{path}/{NUMBER}?sp_mchid={mchid}&sub_mchid={sub}");
    let signed = authorization(merchant, key, ["GET", &target, ""], &format!("bench{n}"));
    format!(
        "GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: bench\r\n\
         Authorization: {signed}\r\n\r\n"
    )
    .into_bytes()
}

/// Sends the calls over a few connections at once, and answers how long each took.
async fn load(
    address: SocketAddr,
    requests: &Arc<Vec<Vec<u8>>>,
    args: &BenchArgs,
) -> Result<Vec<Duration>, String> {
    let connections = args.connections.max(1);
    let mut tasks = Vec::new();
    for first in 0..connections {
        let (requests, count) = (Arc::clone(requests), args.calls / connections);
        tasks.push(tokio::spawn(async move { connection(address, &requests, first, count).await }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.map_err(|error| error.to_string())??);
    }
    Ok(all)
}

async fn connection(
    address: SocketAddr,
    requests: &[Vec<u8>],
    first: usize,
    count: usize,
) -> Result<Vec<Duration>, String> {
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (mut taken, mut buffer) = (Vec::with_capacity(count), Vec::with_capacity(16 * 1024));
    for n in 0..count {
        let watch = Stopwatch::start();
        stream.write_all(&requests[(first + n) % requests.len()]).await.map_err(|error| error.to_string())?;
        buffer.clear();
        while !is_whole(&buffer)? {
            if stream.read_buf(&mut buffer).await.map_err(|error| error.to_string())? == 0 {
                return Err("the server closed the connection".to_owned());
            }
        }
        taken.push(watch.elapsed());
    }
    Ok(taken)
}

/// Whether an answer is there with all the body that it announces; an error when it is not a 200.
fn is_whole(answer: &[u8]) -> Result<bool, String> {
    let text = String::from_utf8_lossy(answer);
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return Ok(false) };
    if !head.starts_with("HTTP/1.1 200") {
        return Err(head.to_owned());
    }
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(str::to_owned));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).ok_or("no content-length")?;
    Ok(answer.len() >= head.len() + 4 + length)
}

/// The time within which so many per cent of the calls were answered, in milliseconds.
fn at(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, Duration::as_secs_f64) * 1000.0
}

fn broken(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Bug, error.to_string(), "压测无法进行")
}
