//! The real network: one request, five seconds, no redirects, no proxy.

use std::collections::BTreeMap;
use std::error::Error;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder};

use super::attempt::{Letter, Sent, Transport};
use super::smtp::SmtpServer;
use crate::world::Span;
use crate::world::host::Stopwatch;
use crate::world::outbox::{Method, Outcome, Stage};
use crate::world::receivers::Way;

/// How much of an answer is read: no body that a system looks for is longer.
const SHOWN: usize = 4096;

/// Sends callbacks over HTTP and HTTPS.
pub struct HttpTransport {
    authority: Option<Certificate>,
    clients: Mutex<BTreeMap<Option<Mapped>, Client>>,
    post_office: Option<SmtpServer>,
}

/// A host and the address at which it really is.
type Mapped = (String, SocketAddr);

impl HttpTransport {
    /// A transport that trusts the host's certificate authorities, and one more if given (PEM).
    ///
    /// # Errors
    /// When the authority's certificate cannot be read.
    pub fn new(authority: Option<&[u8]>) -> Result<HttpTransport, String> {
        let authority = authority.map(Certificate::from_pem).transpose().map_err(|error| describe(&error))?;
        let transport = HttpTransport { authority, clients: Mutex::default(), post_office: None };
        if transport.authority.is_some() {
            // A wrong file is to be known at the start, not at the first callback.
            transport.client(None)?;
        }
        Ok(transport)
    }

    /// The same transport, by which mails go to this server too.
    #[must_use]
    pub fn mailing(self, post_office: Option<SmtpServer>) -> HttpTransport {
        HttpTransport { post_office, ..self }
    }

    /// The client for hosts at their own address, or for one that is elsewhere. Made when it is first needed: reading the
    /// host's certificate authorities takes longer than everything else at the start.
    fn client(&self, mapped: Option<Mapped>) -> Result<Client, String> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&mapped) {
            return Ok(client.clone());
        }
        let builder = match &mapped {
            Some((host, address)) => builder(self.authority.as_ref()).resolve(host, *address),
            None => builder(self.authority.as_ref()),
        };
        let client = builder.build().map_err(|error| describe(&error))?;
        clients.insert(mapped, client.clone());
        Ok(client)
    }

    async fn carry(&self, letter: &Letter) -> Outcome {
        let mut url = letter.url.clone();
        let client = match &letter.way {
            Way::Direct => self.client(None),
            Way::To(address) => {
                // A port in the URL would win over the mapped one.
                let _ = url.set_port(None);
                self.client(Some((letter.url.host_str().unwrap_or_default().to_owned(), *address)))
            }
            Way::Forbidden(reason) => {
                return Outcome::Failed { stage: Stage::Forbidden, reason: reason.clone() };
            }
        };
        let client = match client {
            Ok(client) => client,
            Err(reason) => return Outcome::Failed { stage: Stage::Connect, reason },
        };
        let mut request = match letter.method {
            Method::Get => client.get(url),
            Method::Post => client.post(url).body(letter.body.clone()),
        };
        request = request.timeout(Duration::from_secs(letter.patience.get().into()));
        for (name, value) in &letter.headers {
            request = request.header(name, value);
        }
        match request.send().await {
            Ok(mut answer) => {
                let status = answer.status().as_u16();
                let mut body = Vec::new();
                while body.len() < SHOWN {
                    match answer.chunk().await {
                        Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                        Ok(None) => break,
                        Err(error) => return failed(&error, letter.patience),
                    }
                }
                body.truncate(SHOWN);
                Outcome::Answered { status, body: String::from_utf8_lossy(&body).into_owned() }
            }
            Err(error) => failed(&error, letter.patience),
        }
    }
}

impl Transport for HttpTransport {
    fn send<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = Sent> + Send + 'a>> {
        Box::pin(async move {
            let watch = Stopwatch::start();
            let outcome = self.carry(letter).await;
            let duration_ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
            Sent { outcome, duration_ms }
        })
    }

    fn post_office(&self) -> Option<&SmtpServer> {
        self.post_office.as_ref()
    }
}

fn builder(authority: Option<&Certificate>) -> ClientBuilder {
    let builder = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // Callbacks come seldom and from "several machines": no connection is kept for the next.
        .pool_max_idle_per_host(0);
    match authority {
        Some(authority) => builder.tls_certs_merge([authority.clone()]),
        None => builder,
    }
}

fn failed(error: &reqwest::Error, patience: Span) -> Outcome {
    let secured = error.url().is_some_and(|url| url.scheme() == "https");
    let stage = match (error.is_connect(), secured && reached(error)) {
        (true, true) => Stage::Tls,
        (true, false) => Stage::Connect,
        (false, _) => Stage::Http,
    };
    let reason =
        if error.is_timeout() { format!("no answer within {} s", patience.get()) } else { describe(error) };
    Outcome::Failed { stage, reason }
}

/// Whether somebody was at the other end of a connection that did not come about: what was said there is no TLS, or not
/// to be trusted, or it hung up. Where nobody is, no connection is there to be reset or to carry invalid data.
fn reached(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        )
    })
}

/// The innermost cause: the outer ones only say that a request failed.
fn describe(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

/// An error and all that caused it, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |error| cause(*error))
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        // `source` of an I/O error passes over the error that it wraps.
        Some(error) => error.get_ref().map(|wrapped| wrapped as &(dyn Error + 'static)),
        None => error.source(),
    }
}
