//! What the cashier checks of the block that a client hands it (OR-11).

use serde_json::{Map, Value};

use crate::crypto::{base64, certificate, from_base64, pool};
use crate::wechat_pay::model::merchant::{self, CertificateState};
use crate::wechat_pay::model::order::{Order, TradeType};
use crate::wechat_pay::model::platform_key;
use crate::wechat_pay::model::prepay::Prepay;
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::{Appid, Mchid};
use crate::world::{Bug, Cx};

/// The names of the block's members in one kind of client.
struct Names {
    appid: &'static str,
    time: &'static str,
    nonce: &'static str,
    package: &'static str,
    sign: &'static str,
}

/// What nonces are made of.
const HEX: &[u8] = b"0123456789abcdef";

const JSAPI: Names =
    Names { appid: "appId", time: "timeStamp", nonce: "nonceStr", package: "package", sign: "paySign" };
const APP: Names =
    Names { appid: "appid", time: "timestamp", nonce: "noncestr", package: "package", sign: "sign" };

/// Whose cashier it is: of a combined order its placer's, of a single one also its sub-merchant's.
pub struct Seller<'a> {
    /// The merchant whose certificate signs the block.
    pub mchid: &'a Mchid,
    /// The appids that may open it.
    pub appids: Vec<&'a Appid>,
}

/// The block with which a client opens the cashier for an acquirer's order. Acquirers have no key of their own here, so
/// WeChat Pay's signs.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn block(cx: &Cx<'_>, order: &Order, session: &Prepay) -> Result<Map<String, Value>, Bug> {
    let (id, appid) = (session.prepay_id.as_str(), order.payee.appid().as_str());
    let (time, nonce) = (cx.now().format("%s").to_string(), cx.random("cashier")?.text(HEX, 32));
    let package = format!("prepay_id={id}");
    let pool_key = platform_key::signing(cx)?.pool_key;
    let sign = |package: &str| {
        let message = format!("{appid}\n{time}\n{nonce}\n{package}\n");
        base64(&pool::key(pool_key).sign_sha256(message.as_bytes()))
    };
    let mchid = order.payee.initiator().as_str();
    let members: Vec<(&str, String)> = match session.trade_type {
        TradeType::App => vec![
            (APP.appid, appid.to_owned()),
            ("partnerid", mchid.to_owned()),
            ("prepayid", id.to_owned()),
            (APP.package, "Sign=WXPay".to_owned()),
            (APP.nonce, nonce.clone()),
            (APP.time, time.clone()),
            (APP.sign, sign(id)),
        ],
        TradeType::Jsapi | TradeType::H5 | TradeType::Native => vec![
            (JSAPI.appid, appid.to_owned()),
            (JSAPI.time, time.clone()),
            (JSAPI.nonce, nonce.clone()),
            (JSAPI.package, package.clone()),
            ("signType", "RSA".to_owned()),
            (JSAPI.sign, sign(&package)),
        ],
    };
    Ok(members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect())
}

/// Checks the block: appid, session, merchant number and signature.
///
/// # Errors
/// What a real client shows as a failed call of the cashier.
pub fn check_sign(
    cx: &Cx<'_>,
    session: &Prepay,
    seller: &Seller<'_>,
    block: &Map<String, Value>,
) -> Result<(), ActStop> {
    let names = match session.trade_type {
        TradeType::Jsapi => JSAPI,
        TradeType::App => APP,
        TradeType::H5 | TradeType::Native => {
            return Err(refused(
                "codes and pages are opened without a signature; leave pay_sign out",
                "扫码与 H5 无需签名，请去掉 pay_sign",
            )
            .into());
        }
    };
    let appid = text(block, names.appid)?;
    let known = seller.appids.iter().any(|known| known.as_str() == appid);
    if !known {
        return Err(refused(
            &format!("{} {appid} is not an appid of this order", names.appid),
            &format!("{} {appid} 不是该订单的 appid", names.appid),
        )
        .into());
    }
    let id = session.prepay_id.as_str();
    let package = match session.trade_type {
        TradeType::App => {
            expect(block, "prepayid", id)?;
            expect(block, "partnerid", seller.mchid.as_str())?;
            expect(block, names.package, "Sign=WXPay")?;
            id.to_owned()
        }
        TradeType::Jsapi | TradeType::H5 | TradeType::Native => {
            expect(block, names.package, &format!("prepay_id={id}"))?;
            expect(block, "signType", "RSA")?;
            format!("prepay_id={id}")
        }
    };
    let (time, nonce) = (text(block, names.time)?, text(block, names.nonce)?);
    let message = format!("{appid}\n{time}\n{nonce}\n{package}\n");
    verify(cx, seller.mchid, &message, text(block, names.sign)?)
}

fn verify(cx: &Cx<'_>, mchid: &Mchid, message: &str, signature: &str) -> Result<(), ActStop> {
    let signature = from_base64(signature).unwrap_or_default();
    let certificates: Vec<String> = match merchant::find(cx, mchid)? {
        Some(merchant) => {
            let active = merchant.certificates.into_iter().filter(|c| c.state == CertificateState::Active);
            active.map(|certificate| certificate.pem).collect()
        }
        // An acquirer's: WeChat Pay signed it itself.
        None => platform_key::all(cx)?.into_iter().map(|certificate| certificate.pem).collect(),
    };
    for pem in certificates {
        let key = certificate::public_key(&pem).map_err(|error| Bug::Broken(error.to_string()))?;
        if key.verify_sha256(message.as_bytes(), &signature) {
            return Ok(());
        }
    }
    let shown = message.replace('\n', "\\n");
    Err(refused(
        &format!("paySign does not match; {mchid} must sign exactly `{shown}`"),
        &format!("支付签名验证失败；{mchid} 应对 `{shown}` 签名"),
    )
    .into())
}

fn text<'a>(block: &'a Map<String, Value>, name: &str) -> Result<&'a str, ActRefused> {
    let found = block.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    found.ok_or_else(|| {
        refused(&format!("pay_sign needs `{name}` as text"), &format!("pay_sign 缺少字符串参数 `{name}`"))
    })
}

fn expect(block: &Map<String, Value>, name: &str, wanted: &str) -> Result<(), ActRefused> {
    let found = text(block, name)?;
    if found == wanted {
        return Ok(());
    }
    Err(refused(
        &format!("`{name}` must be `{wanted}`, not `{found}`"),
        &format!("`{name}` 应为 `{wanted}`，而不是 `{found}`"),
    ))
}

fn refused(en: &str, zh: &str) -> ActRefused {
    ActRefused::new(format!("{en} (OR-11)"), format!("{zh}（OR-11）"))
}
