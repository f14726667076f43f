//! What the cashier checks of the block that a client hands it (OR-11).

use serde_json::{Map, Value};

use crate::crypto::{certificate, from_base64};
use crate::wechat_pay::model::merchant::{self, CertificateState};
use crate::wechat_pay::model::order::TradeType;
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
    let merchant = merchant::known(cx, mchid)?;
    let signature = from_base64(signature).unwrap_or_default();
    let active = merchant.certificates.iter().filter(|c| c.state == CertificateState::Active);
    for certificate in active {
        let key =
            certificate::public_key(&certificate.pem).map_err(|error| Bug::Broken(error.to_string()))?;
        if key.verify_sha256(message.as_bytes(), &signature) {
            return Ok(());
        }
    }
    let shown = message.replace('\n', "\\n");
    Err(refused(
        &format!("paySign does not match; {} must sign exactly `{shown}`", merchant.mchid),
        &format!("支付签名验证失败；{} 应对 `{shown}` 签名", merchant.mchid),
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
