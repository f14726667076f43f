//! People at their consoles (HF-30 to HF-39).

use serde_json::{Value, json};

use crate::huifu::model::payment::{Payment, Share};
use crate::huifu::rules::confirm::{self, Wish};
use crate::huifu::rules::console::{self, Page};
use crate::huifu::rules::shares::{Bunch, Line};
use crate::huifu::rules::trades::{Asked, Locator};
use crate::world::act::{Act, ActRefused, ActStop, Arg, ArgKind, Args};
use crate::world::ids::{HuifuId, ReqSeqId};
use crate::world::{Bug, Cx, Stop};

/// Somebody looks at a page.
pub(super) const LOOK: Act = Act {
    name: "huifu.look",
    en: "somebody looks at a page of Huifu's consoles: a list, its export, or the detail of a number (HF-30 to HF-38)",
    zh: "查看汇付控台页面：列表、导出文件或某一编号的详情（HF-30 至 HF-38）",
    args: &[
        Arg::required(
            "page",
            ArgKind::Choice(&["transactions", "splits", "merchants", "accounts"]),
            "which page",
            "页面",
        ),
        Arg::optional("huifu_id", ArgKind::Text, "of this member alone", "只看该客户"),
        Arg::optional("number", ArgKind::Text, "the detail: hf_seq_id, huifu_id or acct_id", "详情编号"),
        Arg::optional("export", ArgKind::Flag, "the file instead of the list", "导出文件"),
    ],
    run: look,
};

fn look(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let name = args.required_text("page")?;
    let page = Page::NAMES.iter().find(|(known, _)| *known == name).map(|(_, page)| *page);
    let page = page.ok_or_else(|| Bug::Broken(format!("{name} is no page")))?;
    if let Some(number) = args.text("number") {
        let found = console::detail(cx, page, number)?;
        return Ok(found.ok_or_else(|| {
            ActRefused::new(format!("{name} has no {number}"), format!("{name} 中没有 {number}"))
        })?);
    }
    if args.flag("export") {
        let text = console::export(cx, page, args.text("huifu_id"))?;
        let text =
            text.ok_or_else(|| ActRefused::new(format!("{name} has no export"), format!("{name} 没有导出")))?;
        return Ok(json!({ "lines": text.lines().collect::<Vec<_>>() }));
    }
    Ok(json!({ "rows": console::list(cx, page, args.text("huifu_id"))? }))
}

/// Somebody clicks 延时分账.
pub(super) const DELAYED_SPLIT: Act = Act {
    name: "huifu.delayed_split",
    en: "somebody at the console confirms a delayed trade: all that is left, or a part to one receiver; impossible while frozen (HF-39)",
    zh: "在运营控台做延时分账：确认全部余额，或将一部分分给某接收方；冻结期间不可操作（HF-39）",
    args: &[
        Arg::required("hf_seq_id", ArgKind::Text, "the payment", "支付的汇付全局流水号"),
        Arg::optional("receiver", ArgKind::Text, "who gets a part", "接收方 huifu_id"),
        Arg::optional("amount", ArgKind::Fen, "how much", "金额（分）"),
    ],
    run: delayed_split,
};

fn delayed_split(cx: &Cx<'_>, args: &Args) -> Result<Value, ActStop> {
    let number = args.required_text("hf_seq_id")?;
    let payment = cx.get::<Payment>(number)?.ok_or_else(|| {
        ActRefused::new(format!("huifu has no payment {number}"), format!("汇付没有支付 {number}"))
    })?;
    let bunch = match (args.text("receiver"), args.fen("amount")) {
        (Some(receiver), Some(amount)) => {
            let huifu_id = HuifuId::parse(receiver).map_err(|why| ActRefused::new(why.clone(), why))?;
            let line = Line { huifu_id, acct_id: None, amount: Some(amount), percentage: None };
            Some(Bunch { lines: vec![line], ..Bunch::default() })
        }
        (None, None) => None,
        _ => {
            return Err(ActRefused::new(
                "give receiver and amount, or neither",
                "receiver 与 amount 须同时填写",
            )
            .into());
        }
    };
    let own = format!("CONSOLE{}", cx.random("huifu console")?.digits(12));
    let asked = Asked {
        huifu_id: payment.head.huifu_id.clone(),
        req_date: cx.now().format("%Y%m%d"),
        req_seq_id: ReqSeqId::parse(&own).map_err(Bug::Broken)?,
    };
    let locator = Locator { hf_seq_id: Some(number.to_owned()), ..Locator::default() };
    let wish = Wish { asked, payment: locator, bunch, remark: None, notify_url: None };
    match confirm::confirm(cx, wish) {
        Ok((made, _)) => {
            let shares: &[Share] = &made.shares;
            Ok(json!({ "hf_seq_id": made.head.hf_seq_id, "shares": shares }))
        }
        Err(Stop::Refused(refusal) | Stop::RefusedAndKept(refusal)) => {
            let why = refusal.explain();
            Err(ActRefused::new(why.en, why.zh).into())
        }
        Err(Stop::Bug(bug)) => Err(bug.into()),
    }
}
