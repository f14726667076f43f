//! The one file that reads the host's clock and the host's randomness.

// Everything else gets time as an argument and randomness from the world's seed, so that a run repeats.
#![allow(clippy::disallowed_methods)]

use std::time::{Duration, Instant as HostInstant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970 on the host's clock; 0 on a host whose clock stands before that.
#[must_use]
pub fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_secs()).unwrap_or(0)
}

/// A seed nobody chose, for a world whose maker asked for none.
#[must_use]
pub fn fresh_seed() -> u64 {
    let mut bytes = [0; 8];
    // Without randomness from the host every world gets the same seed: dull, not wrong.
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    u64::from_be_bytes(bytes)
}

/// A token that nobody can guess; none on a host without randomness. Nothing inside a world ever depends on it.
#[must_use]
pub fn fresh_token() -> Option<String> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).ok()?;
    Some(hex::encode(bytes))
}

/// Measures host time, for what is shown to people and never kept as state.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(HostInstant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    pub fn start() -> Stopwatch {
        Stopwatch(HostInstant::now())
    }

    /// The time since the start.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
