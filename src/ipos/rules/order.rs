//! Orders (统一下单 and its siblings): a payment begins (HF-50).

use super::Ruled;
use super::asking::{Asking, Booked};
use super::split::Division;
use crate::huifu::model::payment::{FeeMode, TradeType};
use crate::huifu::rules::members;
use crate::huifu::rules::order::{self, Placed};
use crate::ipos::model::trade::{Kind, Trade};
use crate::world::ids::{Appid, Openid};
use crate::world::{Cx, Fen, Instant};

/// What an order asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How it is to be paid.
    pub kind: TradeType,
    /// The same in ipos-sa's code.
    pub pay_type: String,
    /// `tx_amt`, fen.
    pub amount: Fen,
    /// The merchant's application.
    pub appid: Option<Appid>,
    /// Who is to pay.
    pub openid: Option<Openid>,
    /// What is sold.
    pub body: String,
    /// The last moment at which it can be paid.
    pub expires_at: Option<Instant>,
    /// How its money goes on.
    pub split: Split,
    /// Where notices go, that of the release too (HF-48).
    pub notify_url: Option<String>,
}

/// How a payment's money goes on (`split_flag`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// The merchant gets all of it.
    None,
    /// It is divided as it is paid (`R`).
    Instant(Division),
    /// It waits until it is confirmed.
    Delayed,
}

/// Takes an order.
///
/// # Errors
/// What [`order::place`] and [`Division::bunch_of`] refuse.
pub fn place(cx: &Cx<'_>, asking: &Asking, wish: Wish) -> Ruled<(Trade, Placed)> {
    let huifu_id = asking.merchant.sells_into(asking.store_id.as_deref().unwrap_or_default());
    let member = members::named(cx, huifu_id)?;
    let bunch = match &wish.split {
        Split::Instant(division) => Some(division.bunch_of(cx, huifu_id, wish.amount)?),
        Split::None | Split::Delayed => None,
    };
    let placed = order::place(
        cx,
        &member,
        order::Wish {
            asked: asking.in_books(cx, huifu_id)?,
            kind: wish.kind,
            amount: wish.amount,
            acct_id: None,
            goods_desc: wish.body,
            appid: wish.appid,
            openid: wish.openid,
            delayed: wish.split == Split::Delayed,
            fee_mode: FeeMode::Inside,
            bunch,
            subsidies: Vec::new(),
            no_credit: false,
            expires_at: wish.expires_at,
            attach: None,
            remark: None,
            notify_url: None,
            told_elsewhere: true,
        },
    )?;
    let trade = asking.keep(
        cx,
        Booked {
            kind: Kind::Payment,
            amount: wish.amount,
            books: &placed.payment.head.hf_seq_id,
            of: None,
            pay_type: &wish.pay_type,
            notify_url: wish.notify_url,
        },
    )?;
    Ok((trade, placed))
}
