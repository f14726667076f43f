//! Where callbacks may go: loopback, and hosts that the user named.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::bug::Bug;
use super::cx::Cx;

const SETTING: &str = "receivers";

/// Which hosts a world may call, and where some of them really are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Receivers {
    /// Host names that are called under their own address.
    pub allowed: BTreeSet<String>,
    /// Host names that are called at another address: `shop.example.com` at `127.0.0.1:8080`.
    pub mapped: BTreeMap<String, SocketAddr>,
}

/// Where a callback is to be connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// To the address that the URL names.
    Direct,
    /// To this address instead, over the URL's scheme and with its host name.
    To(SocketAddr),
    /// Nowhere: the host is neither loopback nor named.
    Forbidden(String),
}

impl Receivers {
    /// Takes in what another list names. Host names know no case.
    pub fn extend(&mut self, other: &Receivers) {
        self.allowed.extend(other.allowed.iter().map(|host| host.to_ascii_lowercase()));
        self.mapped.extend(other.mapped.iter().map(|(host, address)| (host.to_ascii_lowercase(), *address)));
    }

    /// Where a callback to this URL goes.
    #[must_use]
    pub fn way(&self, url: &Url) -> Way {
        let host = url.host_str().unwrap_or_default();
        let named = |name: &&String| name.eq_ignore_ascii_case(host);
        if let Some((_, address)) = self.mapped.iter().find(|(name, _)| named(name)) {
            return Way::To(*address);
        }
        if is_loopback(url) || self.allowed.iter().any(|name| named(&name)) {
            return Way::Direct;
        }
        Way::Forbidden(format!(
            "{host} is not loopback: a sandbox must not call production; \
             name it with --receiver {host}=127.0.0.1:8080 (brings it home) or --allow-receiver {host}"
        ))
    }
}

/// Whether a URL names this very machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
        None => false,
    }
}

impl Cx<'_> {
    /// Which hosts this world may call.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn receivers(&self) -> Result<Receivers, Bug> {
        Ok(self.setting(SETTING)?.unwrap_or_default())
    }

    /// Says which hosts this world may call.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn set_receivers(&self, receivers: &Receivers) -> Result<(), Bug> {
        self.set_setting(SETTING, receivers)
    }
}
