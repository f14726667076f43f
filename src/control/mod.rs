//! The control room: what no imitated API offers, in one place for console, command line and scenarios.

pub mod api;
pub mod catalogue;
pub mod credentials;
pub mod given;
pub mod hub;

use crate::allinpay::Allinpay;
use crate::huifu::Huifu;
use crate::ipos::Ipos;
use crate::mini_program::MiniProgram;
use crate::wechat_pay::WechatPay;
use crate::world::system::Systems;

/// The systems of this program, in the order in which they are asked whether a request is theirs.
/// WeChat Pay comes last: it owns whatever nobody claims.
pub static SYSTEMS: Systems = &[&MiniProgram, &Allinpay, &Huifu, &Ipos, &WechatPay];
