//! The world's clock: frozen until moved, or running beside the host's.

use serde::{Deserialize, Serialize};

use super::host;
use super::instant::Instant;

/// Business time, and the time that transport checks go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// How business time flows.
    pub pace: Pace,
    /// What signatures and their five minutes are measured by.
    pub transport: Transport,
}

/// How business time flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// It stands at this instant.
    Frozen {
        /// Where it stands.
        at: Instant,
    },
    /// It flows with the host's clock, so many seconds ahead of it (or behind).
    Running {
        /// Business time minus host time in seconds.
        ahead: i64,
    },
}

/// Which clock `Wechatpay-Timestamp` and its five minutes follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// The host's: every official SDK refuses anything else.
    #[default]
    Host,
    /// Business time: for scenarios, and for whole systems that run on virtual time.
    Business,
}

impl Clock {
    /// A clock that stands at an instant.
    #[must_use]
    pub fn frozen(at: Instant, transport: Transport) -> Clock {
        Clock { pace: Pace::Frozen { at }, transport }
    }

    /// A clock that flows from an instant on.
    #[must_use]
    pub fn running(from: Instant, transport: Transport) -> Clock {
        Clock { pace: Pace::Running { ahead: from.unix() - host::unix_seconds() }, transport }
    }

    /// Business time now.
    #[must_use]
    pub fn now(self) -> Instant {
        match self.pace {
            Pace::Frozen { at } => at,
            Pace::Running { ahead } => {
                let seconds = host::unix_seconds().saturating_add(ahead).max(0);
                Instant::from_unix(seconds).unwrap_or(Instant::LATEST)
            }
        }
    }

    /// Transport time now, in unix seconds.
    #[must_use]
    pub fn transport_now(self) -> i64 {
        match self.transport {
            Transport::Host => host::unix_seconds(),
            Transport::Business => self.now().unix(),
        }
    }

    /// The same clock moved to an instant. It never goes back: an earlier instant leaves it where it is.
    #[must_use]
    pub fn moved_to(self, instant: Instant) -> Clock {
        let instant = instant.max(self.now());
        let pace = match self.pace {
            Pace::Frozen { .. } => Pace::Frozen { at: instant },
            Pace::Running { .. } => Pace::Running { ahead: instant.unix() - host::unix_seconds() },
        };
        Clock { pace, ..self }
    }

    /// Whether it stands.
    #[must_use]
    pub fn is_frozen(self) -> bool {
        match self.pace {
            Pace::Frozen { .. } => true,
            Pace::Running { .. } => false,
        }
    }
}
