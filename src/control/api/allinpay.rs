//! What callers of the acquirer 收银宝 are configured with, and its orders with all that followed them.

use serde_json::{Value, json};

use super::wire::{Call, Reply, ok, paged};
use crate::allinpay::given;
use crate::allinpay::http::sign;
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::merchant::{Application, Merchant, Organization};
use crate::allinpay::model::order::Order;
use crate::crypto::pool;
use crate::crypto::sha1_rsa::{SigningKey, VerifyingKey};
use crate::world::store::Page;
use crate::world::{Bug, Cx};

/// What a client of the acquirer is configured with: keys in one line of base64 each, SM2 private keys in hex.
pub(super) fn credentials(call: &Call<'_>) -> Reply {
    let (merchants, groups) =
        call.read(|cx| Ok((cx.page::<Merchant>(Page::ALL)?, cx.page::<Organization>(Page::ALL)?)))?;
    let merchants = merchants.iter().map(|one| {
        let mut value = keys(&one.cusid, &one.application);
        value["cusid"] = json!(one.cusid);
        value["name"] = json!(one.name);
        value["orgid"] = json!(one.orgid);
        value["sub_mchid"] = json!(one.sub_mchid);
        value["pre_consumption"] = json!(one.pre_consumption);
        value["risk_limited"] = json!(one.risk_limited);
        value
    });
    let groups = groups.iter().map(|one| {
        let mut value = keys(&one.orgid, &one.application);
        value["orgid"] = json!(one.orgid);
        value
    });
    ok(&json!({
        "rsa_public_key": pool::allinpay().public_base64(),
        "sm2_public_key": pool::sm2(sign::SM2_KEY).public().base64(),
        "merchants": merchants.collect::<Vec<_>>(),
        "organizations": groups.collect::<Vec<_>>(),
    }))
}

/// The keys of one application; private ones only where they are the pool's.
fn keys(owner: &str, application: &Application) -> Value {
    let pem = pool::key(given::pool_key(owner));
    let shipped = VerifyingKey::from_text(pem.public().spki_pem());
    let ours = shipped.is_ok_and(|key| key.base64() == application.rsa_key);
    let rsa = SigningKey::from_text(pem.pem()).ok().filter(|_| ours).map(|key| key.base64());
    let sm2 = pool::sm2(owner);
    let sm2 = (sm2.public().base64() == application.sm2_key).then(|| sm2.hex());
    json!({
        "appid": application.appid,
        "sign_type": application.sign_type,
        "md5_key": application.md5_key,
        "rsa_private_key": rsa,
        "sm2_private_key": sm2,
    })
}

/// The acquirer's orders, oldest first, each with its refunds, cancel, completion and adjustments.
pub(super) fn orders(call: &Call<'_>) -> Reply {
    let page = call.page()?;
    let orders = call.read(|cx| {
        let orders: Vec<Order> = cx.page(page)?;
        orders.iter().map(|order| view(cx, order)).collect::<Result<Vec<Value>, Bug>>()
    })?;
    ok(&paged(orders, page))
}

fn view(cx: &Cx<'_>, order: &Order) -> Result<Value, Bug> {
    let follows: Vec<Follow> = cx.all("original", &order.trxid)?;
    let follows = follows.iter().map(|follow| {
        json!({
            "trxid": follow.trxid,
            "reqsn": follow.reqsn,
            "trxcode": follow.trxcode.literal(),
            "amount": follow.amount,
            "fee": follow.fee,
            "at": follow.at,
        })
    });
    let (en, zh) = order.state.words();
    Ok(json!({
        "trxid": order.trxid,
        "cusid": order.cusid,
        "reqsn": order.reqsn,
        "trxcode": order.trxcode.literal(),
        "converted": order.converted,
        "amount": order.amount,
        "refunded": order.refunded,
        "state": { "en": en, "zh": zh },
        "chnltrxid": order.payment.as_ref().map(|payment| payment.chnltrxid.clone()),
        "placed_at": order.placed_at,
        "follows": follows.collect::<Vec<_>>(),
    }))
}
