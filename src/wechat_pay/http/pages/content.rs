//! What stands on the pages: the application, the agreement, the form, and what came of it.

use std::collections::BTreeMap;

use super::Kind;
use super::html::Html;
use super::people::{self, Candidate};
use crate::wechat_pay::model::applyment::{Applyment, SignState};
use crate::wechat_pay::rules::applyment::sign::AGREEMENT;
use crate::world::store::text_of;

/// What a page says about what was just done.
pub(super) enum Told {
    /// Nothing was done.
    Nothing,
    /// It went well.
    Fine(&'static str, &'static str),
    /// It did not, for this reason, Chinese first.
    Wrong(String, String),
}

/// The application, as far as a person needs to know which one it is.
pub(super) fn summary(applyment: &Applyment) -> Html {
    let (state, sign_state) = (applyment.state(), applyment.sign_state());
    let sign_state_zh = match sign_state {
        SignState::Unsigned => "未签约",
        SignState::Signed => "已签约",
        SignState::NotSignable => "不可签约",
    };
    let mchid = applyment.sub_mchid.as_ref().map_or("", |mchid| mchid.as_str());
    let rows = [
        ("商户", "merchant", applyment.form.merchant_name.as_str(), String::new()),
        ("申请单号", "application", applyment.applyment_id.as_str(), String::new()),
        ("状态", "state", state.description(), text_of(&state)),
        ("签约状态", "signature", sign_state_zh, text_of(&sign_state)),
        ("商户号", "merchant number", mchid, String::new()),
    ];
    let mut html = Html::raw("<section><dl>");
    for (zh, en, value, code) in rows.iter().filter(|(_, _, value, _)| !value.is_empty()) {
        html = html.then("<dt>").both(zh, en).then("</dt><dd>").both(value, code).then("</dd>");
    }
    html.then("</dl></section>")
}

/// Why there is nothing to do on the page.
pub(super) fn nothing_to_do(kind: Kind, applyment: &Applyment) -> Html {
    outcome(&match (kind, applyment.sign_state()) {
        (Kind::Sign, SignState::Signed) => Told::Fine("已完成签约。", "The agreement is signed."),
        (Kind::Legal, _) if applyment.verification.is_done() => {
            Told::Fine("账户验证已完成。", "The account is verified.")
        }
        (Kind::Sign | Kind::Legal, _) => {
            Told::Fine("当前没有需要您操作的内容。", "There is nothing for you to do here now.")
        }
    })
}

/// What was just done.
pub(super) fn outcome(told: &Told) -> Html {
    match told {
        Told::Nothing => Html::default(),
        Told::Fine(zh, en) => {
            Html::raw("<section class=\"told\" role=\"status\">").both(zh, en).then("</section>")
        }
        Told::Wrong(zh, en) => {
            Html::raw("<section class=\"wrong\" role=\"alert\">").both(zh, en).then("</section>")
        }
    }
}

/// The agreement to be read (AP-47): our own words, which say that they stand for it.
pub(super) fn agreement() -> Html {
    let clauses = [
        (
            "本段文字代替微信支付的协议正文，仅供沙盒联调，不构成任何约定。",
            "These words stand for the text of WeChat Pay's agreement; they are for the sandbox alone and bind nobody.",
        ),
        (
            "二级商户同意由平台代为发起收款、分账与退款，资金进入二级商户在微信支付的账户。",
            "The sub-merchant lets the platform take payments, split and refund for it; the money enters the sub-merchant's own account.",
        ),
        (
            "签约人须为进件时填写的超级管理员本人，其微信实名信息须与进件资料一致。",
            "Only the super administrator named in the application may sign, under the name and number that the bank knows.",
        ),
        (
            "签约前后，平台收取的费用与结算规则以进件资料为准。",
            "Fees and settlement are those of the application.",
        ),
    ];
    let mut html = Html::raw("<section class=\"agreement\"><h2>").text(AGREEMENT).then("</h2>");
    for (zh, en) in clauses {
        html = html.then("<p>").both(zh, en).then("</p>");
    }
    html.then("</section>")
}

/// The form of a page; without an address of its own it is sent to where it came from.
pub(super) fn form(kind: Kind, candidates: &[Candidate], before: &BTreeMap<String, String>) -> Html {
    let html = Html::raw("<form method=\"post\" accept-charset=\"utf-8\">")
        .and(&people::fieldset(candidates, before))
        .then("<button name=\"action\" value=\"accept\">");
    let html = match kind {
        Kind::Sign => html.both("同意协议并签约", "Agree and sign"),
        Kind::Legal => html.both("我是法人，确认验证", "I am the legal person: verify"),
    };
    html.then("</button><button class=\"plain\" name=\"action\" value=\"refuse\">")
        .both("拒绝", "Refuse")
        .then("</button></form>")
}
