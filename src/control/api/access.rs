//! Who may use the control API: programs of this machine, no web page of somebody else, off loopback only with a token.

use std::net::{IpAddr, SocketAddr};

use super::error::ApiError;
use crate::world::message::Request;

/// What a door asks of requests to the control API.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// The address that the door listens on; none where no network leads to it.
    pub listen: Option<SocketAddr>,
    /// The token that must come with every request; none on loopback.
    pub token: Option<String>,
}

impl Access {
    /// Refuses a request that a web page of somebody else could have made (DNS rebinding), and one without the token.
    pub(super) fn check(&self, request: &Request) -> Result<(), ApiError> {
        self.check_origin(request)?;
        match &self.token {
            // Whoever knows the token is no foreign page, under whatever name it found the way here.
            Some(token) => check_token(request, token),
            None => self.check_host(request),
        }
    }

    fn check_host(&self, request: &Request) -> Result<(), ApiError> {
        for host in values(request, "host") {
            if !self.is_home(host_name(host)) {
                return Err(ApiError::new(
                    403,
                    "FOREIGN_HOST",
                    format!("the control API is not reached as `{host}`"),
                    format!("不能以 `{host}` 访问控制接口"),
                )
                .hint("use localhost, 127.0.0.1 or the address that `serve` prints"));
            }
        }
        Ok(())
    }

    fn is_home(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        match name.parse::<IpAddr>() {
            Ok(address) => {
                address.to_canonical().is_loopback()
                    || self.listen.is_some_and(|listen| {
                        listen.ip().is_unspecified() || listen.ip().to_canonical() == address.to_canonical()
                    })
            }
            Err(_) => name == "localhost" || name.ends_with(".localhost"),
        }
    }

    /// A page may only call the very address that it came from.
    fn check_origin(&self, request: &Request) -> Result<(), ApiError> {
        let own = request.header("host").unwrap_or_default();
        for origin in values(request, "origin") {
            let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
            if authority.is_empty() || !authority.eq_ignore_ascii_case(own) {
                return Err(ApiError::new(
                    403,
                    "FOREIGN_ORIGIN",
                    format!("a page of `{origin}` may not use the control API"),
                    format!("来自 `{origin}` 的页面不能访问控制接口"),
                )
                .hint("call it from a program, or from a page of this very address"));
            }
        }
        Ok(())
    }
}

fn check_token(request: &Request, token: &str) -> Result<(), ApiError> {
    let given = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let (code, en, zh) = match given {
        Some(given) if equal(given.trim(), token) => return Ok(()),
        Some(_) => ("WRONG_TOKEN", "this is not the token of this server", "令牌不正确"),
        None => {
            ("TOKEN_NEEDED", "off loopback the control API needs a token", "非本机监听时控制接口需要令牌")
        }
    };
    Err(ApiError::new(401, code, en, zh).hint("send `Authorization: Bearer TOKEN`; `serve` prints the token"))
}

/// Compares in a time that does not depend on where the texts differ.
fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn values<'a>(request: &'a Request, name: &'static str) -> impl Iterator<Item = &'a str> {
    request.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// A `Host` without its port and without the brackets of IPv6.
pub(super) fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').map_or(rest, |(name, _)| name);
    }
    host.split_once(':').map_or(host, |(name, _)| name)
}
