//! Bills: asked for with filequery, downloaded from the address that it answers.

use std::io::{Cursor, Write as _};

use serde_json::json;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::fields::day;
use super::read;
use super::wire::{Call, Reply};
use crate::huifu::CREDENTIAL;
use crate::huifu::rules::Ruled;
use crate::huifu::rules::bill::{self, Bill, BillKind, Made};
use crate::huifu::rules::notices::TIME;
use crate::huifu::rules::refusal::FieldRefusal;
use crate::world::journal::Kind;
use crate::world::message::{Answer, Request};
use crate::world::system::Handled;
use crate::world::{Bug, Worlds};

/// Where bills are downloaded.
pub(super) const FILE: &str = "/v2/trade/check/file/";

/// 对账文件查询.
pub(super) fn query(call: &Call<'_>) -> Ruled<Reply> {
    let (_, asked) = read::asked(call)?;
    let data = call.data;
    let date = data.required_day("file_date")?;
    let kind = match data.choice("bill_type", BillKind::NAMES)? {
        Some(kind) => kind,
        None => data.choice("file_type_query", BillKind::NAMES)?.unwrap_or(BillKind::Trade),
    };
    let kind_name = data.text("bill_type").or(data.text("file_type_query"));
    let kind_name = kind_name.unwrap_or_else(|| "TRADE_BILL".to_owned());
    let file_date = day(&date).ok_or_else(|| FieldRefusal::format("file_date", "yyyyMMdd"))?;
    let made = bill::ask(call.cx, &call.caller.huifu_id, &asked, kind, file_date)?;
    let (stat, file) = match made {
        Made::NotYet => ("P", None),
        Made::NoRows => ("S", None),
        Made::File(bill) => {
            let file = json!({
                "bill_type": kind_name,
                "download_url": format!("{}{FILE}{}", call.origin, bill.file_id),
                "file_date": date,
                "file_id": bill.file_id,
                "file_name": format!("{}.zip", bill.name),
                "huifu_id": bill.huifu_id,
            });
            ("S", Some(file))
        }
    };
    let mut task =
        json!({ "bill_type": kind_name, "data_date": date, "huifu_id": asked.huifu_id, "task_stat": stat });
    // Bills are made as they are asked for, so whatever is done began just now.
    if stat == "S" {
        let now = call.cx.now().format(TIME);
        (task["task_start_time"], task["task_end_time"]) = (json!(now), json!(now));
    }
    for name in ["download_url", "file_id", "file_name"] {
        if let Some(file) = &file {
            task[name] = file[name].clone();
        }
    }
    let files: Vec<_> = file.into_iter().collect();
    // Here alone structured members are no texts: clients read them as lists of flat objects.
    Ok(Reply::new("00000000", "查询成功").set("file_details", files).set("task_details", vec![task]))
}

/// Answers a download, where the path is one.
pub(super) fn download(worlds: &Worlds, request: &Request) -> Option<Handled> {
    let file_id = request.path().strip_prefix(FILE)?;
    let caller = file_id.split_once('-').map_or(file_id, |(caller, _)| caller);
    let world = worlds.holding(CREDENTIAL, caller);
    let read = world.as_ref().map(|world| {
        world.command(|cx| {
            let bill = cx.get::<Bill>(file_id)?;
            let status = if bill.is_some() { 200 } else { 404 };
            cx.journal(Kind::Call, &format!("GET {} -> {status}", request.path()), file_id, json!({}))?;
            Ok::<_, Bug>(bill)
        })
    });
    let archive = read.and_then(Result::ok).flatten().and_then(|bill| {
        let archive = archive(&format!("{}.csv", bill.name), bill.text.as_bytes()).ok()?;
        Some((bill, archive))
    });
    let answer = match archive {
        Some((bill, archive)) => {
            let mut answer = Answer::empty(200);
            answer.set("Content-Type", "application/zip");
            answer.set("Content-Disposition", format!("attachment; filename=\"{}.zip\"", bill.name));
            answer.body = archive;
            answer
        }
        None => {
            let mut answer = Answer::empty(404);
            let hint = "no such bill: trade/check/filequery answers the address of one";
            answer.set("Sandbox-Hint", hint);
            worlds.note_stray(request, &answer, hint);
            answer
        }
    };
    Some(Handled { answer, rest: None, world })
}

/// The archive that holds one file, the same bytes on every machine.
fn archive(name: &str, content: &[u8]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default().last_modified_time(DateTime::default()))?;
    zip.write_all(content)?;
    Ok(zip.finish()?.into_inner())
}
