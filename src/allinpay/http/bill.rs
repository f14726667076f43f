//! Bills and settlements on the wire: a link, a ZIP of GBK text behind it, a list (AL-50 to AL-52, AL-99).

use std::io::{Cursor, Write as _};

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::fields;
use super::reception;
use super::wire::{Call, Members};
use crate::allinpay::CREDENTIAL;
use crate::allinpay::model::merchant;
use crate::allinpay::rules::bill::{self, Line, Ticket};
use crate::allinpay::rules::refusal::Refusal;
use crate::allinpay::rules::settle::{Batch, settled_key};
use crate::allinpay::rules::{Ruled, bill as bills};
use crate::world::journal::Kind;
use crate::world::message::{Answer, Request, for_header};
use crate::world::system::Handled;
use crate::world::{Bug, Cx, Stop, Worlds};

/// Where bills are downloaded.
pub(super) const FILE: &str = "/cusapi/trxfile/file";

/// The names of a bill's columns (AL-52).
const COLUMNS: [&str; 23] = [
    "商户号",
    "门店名",
    "终端号",
    "交易时间",
    "交易类型",
    "交易批次号",
    "凭证号",
    "参考号",
    "卡号",
    "卡类别",
    "发卡行机构代码",
    "发卡行名称",
    "交易金额",
    "手续费",
    "交易日期",
    "交易单号",
    "订单号",
    "商户备注",
    "对接应用号",
    "原始金额",
    "结算金额",
    "产品类型",
    "交易日期时间",
];

/// A link to a day's bill (AL-50, AL-51).
pub(super) fn get(call: &Call<'_>) -> Ruled<Members> {
    let day = fields::day(call.required("date")?);
    let day = day.ok_or_else(|| Refusal::malformed("date", "a day as yyyyMMdd"))?;
    if call.get("orgid").is_some_and(|orgid| call.get("cusid") != Some(orgid)) {
        return Err(Stop::Refused(Refusal::malformed("cusid", "equal to orgid, where a group asks (AL-50)")));
    }
    let ticket = bill::apply(call.cx, call.merchant, call.organization, day)?;
    let cusid = call.required("cusid")?;
    Ok(vec![("url", format!("{}{FILE}?cusid={cusid}&token={}", call.origin, ticket.token))])
}

/// What was settled on a day (AL-99): the list is JSON as text, so that the answer stays flat (assumed).
pub(super) fn settlements(call: &Call<'_>) -> Ruled<Members> {
    let day = fields::day(call.required("settdate")?);
    let day = day.ok_or_else(|| Refusal::malformed("settdate", "a day as yyyyMMdd"))?;
    let cusids = match call.organization {
        Some(orgid) => merchant::members(call.cx, orgid)?,
        None => vec![call.merchant.cusid.clone()],
    };
    let mut batches: Vec<Batch> = Vec::new();
    for cusid in &cusids {
        batches.extend(call.cx.all("settled", &settled_key(cusid, day))?);
    }
    let compact = |day: crate::world::Day| day.to_string().replace('-', "");
    let list: Vec<_> = batches
        .iter()
        .map(|batch| {
            let mut listed = json!({
                "settbatch": batch.number,
                "trxdate": compact(batch.day),
                "settdate": compact(batch.settled_on),
                "settamt": batch.paid_out.to_string(),
                "repaid": batch.repaid.to_string(),
            });
            if call.organization.is_some() {
                listed["cusid"] = json!(batch.cusid);
            }
            listed
        })
        .collect();
    Ok(vec![("trxlist", json!(list).to_string())])
}

/// The file behind a link.
pub(super) fn download(worlds: &Worlds, request: &Request) -> Handled {
    let parameter = |name: &str| {
        let pairs = request.query().split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next().unwrap_or_default()
    };
    let Some(world) = worlds.holding(CREDENTIAL, &parameter("cusid")) else {
        return reception::stray(worlds, request, &Refusal::LinkEnded, true);
    };
    let made = world.command(|cx| answer(cx, request, &parameter("token")));
    let answer = made.unwrap_or_else(|bug: Bug| {
        tracing::error!(request = %request.target, "a download failed: {bug}");
        let mut answer = Answer::empty(500);
        answer.set("Sandbox-Hint", "a mistake of the sandbox; please report it");
        answer
    });
    Handled { answer, rest: None, world: Some(world) }
}

fn answer(cx: &Cx<'_>, request: &Request, token: &str) -> Result<Answer, Bug> {
    let mut answer = match cx.attempt(|| bill::redeem(cx, token))? {
        Ok(ticket) => {
            let mut answer = Answer::empty(200);
            answer.set("Content-Type", "application/zip");
            answer.body = file(cx, &ticket)?;
            answer
        }
        Err(refusal) => {
            let note = refusal.explain();
            let mut answer = Answer::empty(404);
            answer.set("Sandbox-Hint", for_header(&note.en));
            cx.note(note);
            answer
        }
    };
    answer.set("Sandbox-Now", cx.now().to_string());
    let title = format!("{} {} -> {}", request.method, request.path(), answer.status);
    let data = json!({ "answer": { "status": answer.status, "bytes": answer.body.len() } });
    cx.journal(Kind::Call, &title, "", data)?;
    Ok(answer)
}

/// A ZIP with one entry a merchant: GBK, commas, the headings in the first line (AL-52).
fn file(cx: &Cx<'_>, ticket: &Ticket) -> Result<Vec<u8>, Bug> {
    let broken = |error: &dyn std::fmt::Display| Bug::Broken(format!("a bill could not be written: {error}"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A time of the host's would make the same bill different bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for cusid in &ticket.cusids {
        let name = format!("{cusid}_{}.csv", ticket.day.to_string().replace('-', ""));
        zip.start_file(name, options).map_err(|error| broken(&error))?;
        let text = sheet(cx, cusid, ticket)?;
        let (gbk, _, _) = encoding_rs::GBK.encode(&text);
        zip.write_all(&gbk).map_err(|error| broken(&error))?;
    }
    Ok(zip.finish().map_err(|error| broken(&error))?.into_inner())
}

fn sheet(cx: &Cx<'_>, cusid: &str, ticket: &Ticket) -> Result<String, Bug> {
    let broken = |error: &dyn std::fmt::Display| Bug::Broken(format!("a bill could not be written: {error}"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| broken(&error))?;
    let name = bills::name_of(cx, cusid)?;
    for line in bill::lines(cx, cusid, ticket.day)? {
        writer.write_record(row(cusid, &name, &line)?).map_err(|error| broken(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| broken(&error))?;
    String::from_utf8(bytes).map_err(|error| broken(&error))
}

fn row(cusid: &str, name: &str, line: &Line) -> Result<[String; 23], Bug> {
    let payment = line.order.payment.as_ref();
    let card = match payment.map_or("99", |payment| payment.accttype.as_str()) {
        "00" => "借记卡",
        "02" => "贷记卡",
        _ => "其他",
    };
    let none = String::new;
    Ok([
        cusid.to_owned(),
        name.to_owned(),
        none(),
        line.at.format("%Y-%m-%d %H:%M:%S"),
        line.name.to_owned(),
        none(),
        none(),
        line.chnltrxid.clone(),
        payment.map(|payment| payment.acct.clone()).unwrap_or_default(),
        card.to_owned(),
        payment.map(|payment| payment.bankcode.clone()).unwrap_or_default(),
        none(),
        line.amount.yuan(),
        line.fee.yuan(),
        line.at.format("%Y%m%d"),
        line.trxid.clone(),
        line.reqsn.clone(),
        line.remark.clone(),
        line.order.appid.clone(),
        line.order.amount.yuan(),
        line.amount.minus(line.fee)?.yuan(),
        "网上收银".to_owned(),
        line.at.format("%Y%m%d%H%M%S"),
    ])
}
