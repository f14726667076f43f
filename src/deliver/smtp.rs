//! The one way by which a mail leaves the sandbox: to the SMTP server that the user named, and to no other.

use std::time::{Duration, SystemTime};

use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::world::mail::Mail;

/// Who the mails say they are from.
const FROM: &str = "wxpay-sandbox <sandbox@localhost>";
/// How long the server has for one mail.
const PATIENCE: Duration = Duration::from_secs(5);

/// An SMTP server without encryption or login, such as mail catchers are.
pub struct SmtpServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpServer {
    /// The server at a host and port.
    #[must_use]
    pub fn new(host: &str, port: u16) -> SmtpServer {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(port);
        SmtpServer { transport: builder.timeout(Some(PATIENCE)).build() }
    }

    /// Hands the server one mail, dated in business time.
    ///
    /// # Errors
    /// What went wrong, for people.
    pub(super) async fn send(&self, mail: &Mail, number: u32) -> Result<(), String> {
        let seconds = Duration::from_secs(mail.at.unix().unsigned_abs());
        let message = Message::builder()
            .from(FROM.parse().map_err(|error| format!("{error}"))?)
            .to(mail.recipient.parse().map_err(|error| format!("{}: {error}", mail.recipient))?)
            .subject(mail.subject.as_str())
            .date(SystemTime::UNIX_EPOCH + seconds)
            .message_id(Some(format!("<{}.{number}@sandbox.localhost>", mail.at.unix())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(|error| error.to_string())?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| error.to_string())
    }
}
