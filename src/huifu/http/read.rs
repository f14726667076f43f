//! What several APIs read from `data`: the numbers of a request, the trade it is about, who gets what.

use serde_json::{Map, Value};

use super::fields::{Fields, yuan};
use super::wire::Call;
use crate::huifu::model::member::{AcctKind, Member};
use crate::huifu::rules::refund::LoanWish;
use crate::huifu::rules::refusal::FieldRefusal;
use crate::huifu::rules::shares::{Bunch, Line};
use crate::huifu::rules::trades::{Asked, Locator};
use crate::huifu::rules::{Ruled, members};
use crate::world::journal::Note;
use crate::world::{Cx, ids::HuifuId};

/// The member that a request is for, and the request's numbers.
pub(super) fn asked(call: &Call<'_>) -> Ruled<(Member, Asked)> {
    asked_as(call, "huifu_id")
}

/// The same where the member stands under another name.
pub(super) fn asked_as(call: &Call<'_>, name: &str) -> Ruled<(Member, Asked)> {
    let req_date = call.data.required_day("req_date")?;
    let req_seq_id = call.data.req_seq_id("req_seq_id")?;
    let huifu_id = call.data.required_huifu_id(name)?;
    let member = members::own(call.cx, call.caller, &huifu_id)?;
    Ok((member, Asked { huifu_id, req_date, req_seq_id }))
}

/// The member that a query is for.
pub(super) fn queried(call: &Call<'_>) -> Ruled<HuifuId> {
    let huifu_id = call.data.required_huifu_id("huifu_id")?;
    Ok(members::own(call.cx, call.caller, &huifu_id)?.huifu_id)
}

/// The trade that a request is about, by the names of versions 2 and 3.
pub(super) fn original(call: &Call<'_>) -> Result<Locator, FieldRefusal> {
    Ok(Locator {
        req_date: call.data.day("org_req_date")?,
        req_seq_id: call.data.optional("org_req_seq_id", 128)?,
        hf_seq_id: call.data.optional("org_hf_seq_id", 128)?,
        party_order_id: call.data.optional("org_party_order_id", 64)?,
    })
}

/// `acct_split_bunch`.
pub(super) fn bunch(data: Fields<'_>) -> Result<Option<Bunch>, FieldRefusal> {
    let Some(members) = data.object("acct_split_bunch")? else { return Ok(None) };
    let fields = Fields(&members);
    let by_percentage = fields.flag("percentage_flag")?;
    let whole = fields.amount("total_div_amt")?;
    let lines = fields.list("acct_infos")?;
    let lines = lines.iter().map(|line| line_of(line, by_percentage)).collect::<Result<Vec<_>, _>>()?;
    if by_percentage && lines.is_empty() {
        return Err(FieldRefusal::missing("acct_infos"));
    }
    Ok(Some(Bunch { lines, by_percentage, whole }))
}

/// Whether a refund names receivers of confirmations (`confirm_acct_infos`, version 4).
pub(super) fn names_confirmed(data: Fields<'_>) -> Result<bool, FieldRefusal> {
    let Some(members) = data.object("acct_split_bunch")? else { return Ok(false) };
    Ok(!Fields(&members).list("confirm_acct_infos")?.is_empty())
}

fn line_of(line: &Map<String, Value>, by_percentage: bool) -> Result<Line, FieldRefusal> {
    let fields = Fields(line);
    let percentage = match fields.text("percentage_div").filter(|_| by_percentage) {
        Some(text) => {
            let hundredths = yuan(&text).and_then(|fen| u32::try_from(fen.get()).ok());
            let hundredths = hundredths.filter(|hundredths| *hundredths <= 10_000);
            Some(hundredths.ok_or_else(|| FieldRefusal::format("percentage_div", "百分比"))?)
        }
        None => None,
    };
    Ok(Line {
        huifu_id: fields.required_huifu_id("huifu_id")?,
        acct_id: fields.acct_id("acct_id")?,
        amount: if by_percentage { None } else { fields.amount("div_amt")? },
        percentage,
    })
}

/// Whether money is to be advanced: by `loan_flag`, or by a `part_loan_amt` in the split.
pub(super) fn loan(data: Fields<'_>) -> Result<Option<LoanWish>, FieldRefusal> {
    let mut asked = data.flag("loan_flag")?;
    if let Some(members) = data.object("acct_split_bunch")? {
        asked |= Fields(&members)
            .list("acct_infos")?
            .iter()
            .any(|line| Fields(line).text("part_loan_amt").is_some());
    }
    let kind = data.choice("loan_acct_type", &[("01", AcctKind::Basic), ("05", AcctKind::Recharge)])?;
    let undertaker = data.huifu_id("loan_undertaker")?;
    let kind = kind.unwrap_or(AcctKind::Recharge);
    Ok(asked.then_some(LoanWish { undertaker, kind }))
}

/// Where notices go. An address that the real server would not take is taken with a hint.
pub(super) fn notify_url(
    cx: &Cx<'_>,
    data: Fields<'_>,
    longest: usize,
) -> Result<Option<String>, FieldRefusal> {
    let Some(url) = data.optional("notify_url", longest)? else { return Ok(None) };
    let parsed = url::Url::parse(&url).map_err(|_| FieldRefusal::format("notify_url", "URL"))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(FieldRefusal::format("notify_url", "URL"));
    }
    let strange_port = parsed.port().is_some_and(|port| !(8000..=9005).contains(&port));
    if parsed.query().is_some() || strange_port {
        cx.note(Note::new(
            "huifu calls no notify_url with a query, nor with a port outside 8000 to 9005; the sandbox does",
            "斗拱的 notify_url 不支持带参数，自定义端口须在 8000–9005；沙盒照常通知",
        ));
    }
    Ok(Some(url))
}
