//! Randomness that repeats: named ChaCha streams of the world's seed, each with a counter in the database.

use std::fmt;

use rand::SeedableRng;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};

use crate::crypto::sha256;

/// Digits and letters: what keys and nonces are made of.
pub const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The number that all randomness of a world comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(u64);

/// One draw from a named stream: a generator that nobody else will ever be given.
#[derive(Debug)]
pub struct Draw(ChaCha12Rng);

impl Seed {
    /// A world's seed.
    #[must_use]
    pub const fn new(seed: u64) -> Seed {
        Seed(seed)
    }

    /// The generator for draw `counter` of the stream `name`. Same three values, same output, on every machine.
    #[must_use]
    pub fn draw(self, name: &str, counter: u64) -> Draw {
        let mut text = Vec::with_capacity(name.len() + 16);
        text.extend_from_slice(&self.0.to_be_bytes());
        text.extend_from_slice(&counter.to_be_bytes());
        text.extend_from_slice(name.as_bytes());
        Draw(ChaCha12Rng::from_seed(sha256(&text)))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Draw {
    /// So many random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// So many characters of an alphabet.
    #[must_use]
    pub fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.0.random_range(0..alphabet.len())])).collect()
    }

    /// So many decimal digits.
    #[must_use]
    pub fn digits(&mut self, length: usize) -> String {
        self.text(b"0123456789", length)
    }
}
