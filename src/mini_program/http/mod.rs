//! The wire of api.weixin.qq.com: JSON over HTTP 200, errors included (SH-02).

mod application;
mod bodies;
mod errors;
mod mistakes;
pub mod notify;
mod reception;
mod routes;
mod shape;
mod shipping;
mod sns;
mod token;
mod wire;

pub use reception::handle;
pub use routes::known_path;

/// This API's own name.
pub const REAL_HOST: &str = "api.weixin.qq.com";

/// Where its paths begin, on a door that several systems share.
pub const PREFIXES: [&str; 3] = ["/cgi-bin/", "/sns/", "/wxa/"];
