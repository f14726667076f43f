//! The bytes of a bill on their way: made, compressed and encrypted while they are sent.

use std::io::{self, Write as _};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::crypto::aead;
use crate::wechat_pay::model::bill::{Sealing, Ticket};
use crate::wechat_pay::rules::bill::Pages;
use crate::world::{Bug, World};

/// A file that is being downloaded. Each piece is one command of the world; nothing is locked between two of them, and no
/// more than one piece is in memory. Only an encrypted file is held whole, because its tag covers all of it (BI-06).
pub(super) struct Download {
    world: Arc<World>,
    pages: Pages,
    gzip: Option<GzEncoder<Vec<u8>>>,
    sealing: Option<Sealing>,
    done: bool,
}

impl Download {
    /// The file of a ticket.
    pub(super) fn of(world: Arc<World>, ticket: Ticket) -> Download {
        let gzip = ticket.gzip.then(|| GzEncoder::new(Vec::new(), Compression::default()));
        Download { world, pages: Pages::of(ticket.bill), gzip, sealing: ticket.sealing, done: false }
    }

    /// What `Content-Type` says of the file.
    pub(super) fn content_type(ticket: &Ticket) -> &'static str {
        match (&ticket.sealing, ticket.gzip) {
            (Some(_), _) => "application/octet-stream",
            (None, true) => "application/x-gzip",
            (None, false) => "text/plain; charset=utf-8",
        }
    }

    /// The next piece of the file before it is encrypted; never an empty one.
    fn piece(&mut self) -> Result<Option<Vec<u8>>, Bug> {
        while !self.done {
            let page = self.world.command(|cx| self.pages.next(cx))?;
            self.done = page.is_none();
            let piece = self.compressed(page).map_err(|error| Bug::Broken(format!("gzip: {error}")))?;
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    fn compressed(&mut self, page: Option<String>) -> io::Result<Vec<u8>> {
        let Some(gzip) = &mut self.gzip else { return Ok(page.unwrap_or_default().into_bytes()) };
        match page {
            Some(text) => gzip.write_all(text.as_bytes())?,
            None => gzip.try_finish()?,
        }
        Ok(std::mem::take(gzip.get_mut()))
    }

    /// The whole file, encrypted: what is compressed is compressed before.
    fn sealed(&mut self, sealing: &Sealing) -> Result<Vec<u8>, Bug> {
        let broken = |_| Bug::Broken("a bill's key or nonce has another length than AES wants".to_owned());
        let key = sealing.key.as_bytes().try_into().map_err(broken)?;
        let nonce = sealing.nonce.as_bytes().try_into().map_err(broken)?;
        let mut plain = Vec::new();
        while let Some(piece) = self.piece()? {
            plain.extend_from_slice(&piece);
        }
        Ok(aead::seal(key, nonce, b"", &plain))
    }
}

impl Iterator for Download {
    type Item = Result<Vec<u8>, Bug>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(sealing) = self.sealing.take() {
            return Some(self.sealed(&sealing));
        }
        self.piece().transpose().inspect(|piece| self.done |= piece.is_err())
    }
}
