//! The plain HTTP door.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use futures_util::StreamExt;

use crate::control::api::{self, Access, ApiError};
use crate::control::hub::{Door, Doorkeeper, Hub};
use crate::world::Bug;
use crate::world::Worlds;
use crate::world::message::{Answer, Pieces, Request};

/// The longest body that is read, in bytes: twice the largest file that any API takes, so that a larger one gets its answer.
const LARGEST_BODY: usize = 16 * 1024 * 1024;
/// How long requests under way may take to end once the door closes, in seconds.
const LAST_WORDS: u64 = 2;

/// An open listener with its own threads.
pub struct Listener {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Mutex<Option<JoinHandle<io::Result<()>>>>,
}

/// What a door serves.
#[derive(Clone)]
struct Behind {
    hub: Arc<Hub>,
    worlds: Arc<Worlds>,
    access: Arc<Access>,
}

/// Serves some worlds on a bound socket, with so many threads (as many as there are cores when left out).
///
/// # Errors
/// When the socket cannot be served.
pub fn open(
    hub: &Arc<Hub>,
    worlds: Arc<Worlds>,
    socket: TcpListener,
    access: Access,
    threads: Option<usize>,
) -> io::Result<Listener> {
    let address = socket.local_addr()?;
    let access = Arc::new(Access { listen: Some(address), ..access });
    let behind = Behind { hub: Arc::clone(hub), worlds, access };
    let mut server = HttpServer::new(move || {
        App::new().app_data(web::Data::new(behind.clone())).default_service(web::to(serve))
    })
    .disable_signals()
    .shutdown_timeout(LAST_WORDS);
    if let Some(threads) = threads {
        server = server.workers(threads);
    }
    let server = server.listen(socket)?.run();
    let handle = server.handle();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let thread = std::thread::Builder::new().name(format!("door {}", address.port()));
    let thread = thread.spawn(move || runtime.block_on(server))?;
    Ok(Listener { address, handle, thread: Mutex::new(Some(thread)) })
}

impl Listener {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening, lets requests under way end, and waits until they have.
    pub fn close(&self) {
        // The order is given at once; the future only waits for its end, as the thread does.
        drop(self.handle.stop(true));
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

/// The listener of a fork.
struct ForkDoor(Listener);

impl Door for ForkDoor {
    fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Does not wait: the command that closes it may have come through it.
    fn close(&self) {
        drop(self.0.handle.stop(true));
    }
}

/// Opens plain listeners on free ports of loopback.
pub struct PlainDoors {
    hub: Weak<Hub>,
    access: Access,
}

impl PlainDoors {
    /// A doorkeeper for the forks of a hub; its doors ask what the main one asks.
    #[must_use]
    pub fn new(hub: &Arc<Hub>, access: Access) -> PlainDoors {
        PlainDoors { hub: Arc::downgrade(hub), access }
    }
}

impl Doorkeeper for PlainDoors {
    fn open(&self, worlds: Arc<Worlds>) -> io::Result<Box<dyn Door>> {
        let hub = self.hub.upgrade().ok_or_else(|| io::Error::other("the server is closing"))?;
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Box::new(ForkDoor(open(&hub, worlds, socket, self.access.clone(), Some(1))?)))
    }
}

/// Answers one request.
async fn serve(behind: web::Data<Behind>, head: HttpRequest, body: web::Payload) -> HttpResponse {
    let announced = head.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let (answer, rest) = match whole(body, announced).await {
        Ok(Some(body)) => {
            let request = request(&head, body);
            api::answer(&behind.hub, &behind.worlds, request, &behind.access).await
        }
        Ok(None) => (too_large().answer(), None),
        Err(why) => {
            let error = ApiError::new(400, "BROKEN_BODY", why.clone(), format!("请求体不完整：{why}"));
            (error.answer(), None)
        }
    };
    response(answer, rest)
}

/// The body as it was sent, in one piece from the start where its length was announced; nothing when it is longer than any
/// may be.
async fn whole(mut body: web::Payload, announced: Option<usize>) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default().min(LARGEST_BODY));
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| error.to_string())?;
        if bytes.len() + chunk.len() > LARGEST_BODY {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

fn too_large() -> ApiError {
    let most = LARGEST_BODY / (1024 * 1024);
    ApiError::new(
        413,
        "BODY_TOO_LARGE",
        format!("the body is longer than {most} MiB"),
        format!("请求体超过 {most} MiB"),
    )
}

/// The request as it arrived. The server's own map forgets in what order different headers came: they are sorted by name,
/// so that a record of them is the same every time.
fn request(head: &HttpRequest, body: Vec<u8>) -> Request {
    let target = head.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut headers: Vec<(String, String)> = head
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    headers.sort_by(|(a, _), (b, _)| a.cmp(b));
    Request { method: head.method().as_str().to_owned(), target: target.to_owned(), headers, body }
}

fn response(answer: Answer, rest: Option<Pieces>) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    for (name, value) in answer.headers {
        // A value that HTTP cannot carry is left out by the builder's own check; the rest still goes.
        if actix_web::http::header::HeaderValue::from_str(&value).is_ok() {
            response.append_header((name.as_str(), value.as_str()));
        }
    }
    if let Some(pieces) = rest {
        return response.streaming(futures_util::stream::iter(pieces.map(sendable)));
    }
    if answer.body.is_empty() { response.finish() } else { response.body(answer.body) }
}

/// A piece of a body; an error cuts the answer off, so that no client takes a part for the whole.
fn sendable(piece: Result<Vec<u8>, Bug>) -> Result<web::Bytes, actix_web::Error> {
    piece.map(web::Bytes::from).map_err(|bug| {
        tracing::error!("an answer could not be made to its end: {bug}");
        actix_web::error::ErrorInternalServerError("the rest could not be made")
    })
}
