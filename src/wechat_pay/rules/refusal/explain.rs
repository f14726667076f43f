//! What a human is told besides a refusal: what was wrong and how to mend it. English is ASCII, for a header.

use super::Refusal;
use crate::world::journal::Note;

impl Refusal {
    /// The explanation in both languages.
    #[must_use]
    #[allow(clippy::too_many_lines)] // one arm a refusal; splitting the match would only hide a missing one
    pub fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            Refusal::Malformed(why) => note(why.clone(), format!("参数格式有误：{why}")),
            Refusal::SubMchidRequired => fixed(
                "a service provider cannot trade for itself; use /v3/pay/partner/transactions/* with sub_mchid (OR-14)",
                "服务商不能直接收款；请用 /v3/pay/partner/transactions/* 并传 sub_mchid（OR-14）",
            ),
            Refusal::SubMchidIsSelf => fixed(
                "sub_mchid is the provider's own number; give one of its sub-merchants (OR-14)",
                "sub_mchid 是服务商自己；请传其特约（二级）商户号（OR-14）",
            ),
            Refusal::UnknownMerchant(mchid) => note(
                format!("this world has no merchant {mchid}; add it under given.sub_merchants"),
                format!("该世界没有商户 {mchid}；请在 given.sub_merchants 中添加"),
            ),
            Refusal::NoRelation(mchid) => note(
                format!("{mchid} is not a sub-merchant of the caller; see given.sub_merchants"),
                format!("{mchid} 不是调用方的特约（二级）商户；见 given.sub_merchants"),
            ),
            Refusal::ProductClosed(mchid, permission) | Refusal::SubProductClosed(mchid, permission) => {
                let name = permission.name();
                note(
                    format!("{name} of {mchid} is switched off; act merchant.set_permission turns it on"),
                    format!("{mchid} 的 {name} 权限已关闭；可用 merchant.set_permission 开通"),
                )
            }
            Refusal::ToolNotOpened(mchid) => note(
                format!(
                    "{mchid} has not opened the e-commerce tool; act platform.open_ecommerce opens it (AP-01)"
                ),
                format!("{mchid} 未开通平台收付通；可用 platform.open_ecommerce 开通（AP-01）"),
            ),
            Refusal::AppidNotBound(appid, mchid) | Refusal::SubAppidNotBound(appid, mchid) => note(
                format!("{appid} is not bound to {mchid}; act merchant.bind_appid binds it (OR-10)"),
                format!("{appid} 未绑定到 {mchid}；可用 merchant.bind_appid 绑定（OR-10）"),
            ),
            Refusal::SubAppidRequired => fixed(
                "sub_openid needs the sub_appid that it belongs to (OR-10)",
                "传 sub_openid 时必须传其所属的 sub_appid（OR-10）",
            ),
            Refusal::OpenidOfOtherAppid(openid, appid) | Refusal::SubOpenidOfOtherAppid(openid, appid) => {
                note(
                    format!("{openid} is not an openid of {appid}: openids differ per appid (OR-10)"),
                    format!(
                        "{openid} 不是 {appid} 下的 openid：同一用户在不同 APPID 下 openid 不同（OR-10）"
                    ),
                )
            }
            Refusal::UnknownOpenid(openid) => note(
                format!(
                    "nobody has the openid {openid}; add it under given.buyers, or set switches.openid.unknown: accept"
                ),
                format!(
                    "没有用户的 openid 是 {openid}；请在 given.buyers 中添加，或设 switches.openid.unknown: accept"
                ),
            ),
            Refusal::SubsidyWithoutSharing => fixed(
                "settle_info.subsidy_amount needs settle_info.profit_sharing=true (PAY-05)",
                "传 settle_info.subsidy_amount 时 settle_info.profit_sharing 必须为 true（PAY-05）",
            ),
            Refusal::RepeatedInRequest(number) => note(
                format!("sub order number {number} stands twice in the request"),
                format!("子单号 {number} 在同一请求中重复"),
            ),
            Refusal::ForeignSubOrder(mchid) => note(
                format!(
                    "sub order mchid {mchid} may not stand here: a provider writes its own mchid and the shop's sub_mchid, a direct merchant its own or another direct merchant's"
                ),
                format!(
                    "子单 mchid {mchid} 不能用于此处：服务商填自己的商户号，特约（二级）商户号填在 sub_mchid；直连商户填自己或其他直连商户的商户号"
                ),
            ),
            Refusal::DirectCombineCount(found) => note(
                format!("{found} sub orders; direct merchants combine 2 to 10 (CO-01)"),
                format!("子单数为 {found}；直连商户合单为 2 至 10 单（CO-01）"),
            ),
            Refusal::OutTradeNoUsed(number) => note(
                format!(
                    "{number} was used with other parameters; use a new number or repeat the first request unchanged (OR-04)"
                ),
                format!("{number} 已用于其他参数的订单；请换单号，或原样重发首次请求（OR-04）"),
            ),
            Refusal::OrderPaid(number) => note(
                format!("{number} is paid; query it instead (OR-05)"),
                format!("{number} 已支付；请改为查询订单（OR-05）"),
            ),
            Refusal::OrderClosed(number) => note(
                format!("{number} is closed; use a new number (OR-05)"),
                format!("{number} 已关闭；请换单号（OR-05）"),
            ),
            Refusal::SettleInfoDiffers => fixed(
                "the same combined order came with other settle_info; repeat it unchanged (CO-04)",
                "同一合单重复下单时 settle_info 不一致；请原样重发（CO-04）",
            ),
            Refusal::OrderNotExist(number) => note(
                format!("this world has no order {number} that this call could reach"),
                format!("该世界没有此接口可查到的订单 {number}"),
            ),
            Refusal::OtherSubMerchant(mchid) => note(
                format!("the order belongs to sub-merchant {mchid}"),
                format!("该订单属于特约（二级）商户 {mchid}"),
            ),
            Refusal::CloseListDiffers(what) => note(
                format!("a combined order closes only with exactly its own sub orders: {what} (CO-03)"),
                format!("合单关单必须传全部且仅传其子单：{what}（CO-03）"),
            ),
            Refusal::NoPlatformCertificate(_) => fixed(
                "this merchant has no platform certificate of that kind; use its PUB_KEY_ID (CE-02)",
                "该商户没有此类平台证书；请使用微信支付公钥 PUB_KEY_ID（CE-02）",
            ),
            Refusal::NoApiV3Key => fixed(
                "this merchant has no APIv3 key; act merchant.set_apiv3_key sets one (WI-10, CE-05)",
                "该商户未设置 APIv3 密钥；可用 merchant.set_apiv3_key 设置（WI-10、CE-05）",
            ),
            Refusal::RepeatDiffers(field) => note(
                format!("{field} differs from the first request of this number; use a new number (GEN-03)"),
                format!("{field} 与该单号首次请求不一致；请换单号（GEN-03）"),
            ),
            Refusal::RecordNotExist(what) => {
                note(format!("this world has no {what}"), format!("该世界没有 {what}"))
            }
            Refusal::Split(refusal) => refusal.explain(),
            Refusal::SplitReturn(refusal) => refusal.explain(),
            Refusal::Subsidy(refusal) => refusal.explain(),
            Refusal::Fund(refusal) => refusal.explain(),
            Refusal::Refund(refusal) => refusal.explain(),
            Refusal::Bill(refusal) => refusal.explain(),
            Refusal::Applyment(refusal) => refusal.explain(),
            Refusal::Applyment4sub(refusal) => refusal.explain(),
            Refusal::Settlement(refusal) => refusal.explain(),
            Refusal::Media(refusal) => refusal.explain(),
        }
    }
}
