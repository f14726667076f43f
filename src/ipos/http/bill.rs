//! 账单下载 (4.8): asked for, then downloaded from the address that was answered (HF-42).

use serde_json::json;

use super::PREFIX;
use super::wire::{Call, Reply};
use crate::ipos::CREDENTIAL;
use crate::ipos::model::bill::Bill;
use crate::ipos::rules::{Ruled, bill};
use crate::world::journal::Kind;
use crate::world::message::{Answer, Request};
use crate::world::system::Handled;
use crate::world::{Bug, Worlds};

/// Where bills lie, below the one address.
const BELOW: &str = "/bill/";

/// The address of a day's bill.
pub(super) fn ask(call: &Call<'_>) -> Ruled<Reply> {
    let day = call.node.required_day("bill_date")?;
    let bill = bill::ask(call.cx, &call.asking.merchant, day)?;
    let url = format!("{}{PREFIX}{BELOW}{}", call.origin, bill.token);
    Ok(Reply::done(call).maybe("bill_date", call.node.text("bill_date")).set("download_url", url))
}

/// Answers a download, where the path is one.
pub(super) fn download(worlds: &Worlds, request: &Request) -> Option<Handled> {
    let token = request.path().strip_prefix(PREFIX)?.strip_prefix(BELOW)?;
    let owner = token.split_once('-').map_or(token, |(owner, _)| owner);
    let world = worlds.holding(CREDENTIAL, owner);
    let read = world.as_ref().map(|world| {
        world.command(|cx| {
            let bill = cx.get::<Bill>(token)?;
            let status = if bill.is_some() { 200 } else { 404 };
            cx.journal(Kind::Call, &format!("GET {} -> {status}", request.path()), token, json!({}))?;
            Ok::<_, Bug>(bill)
        })
    });
    let answer = match read.and_then(Result::ok).flatten() {
        Some(bill) => {
            let mut answer = Answer::empty(200);
            answer.set("Content-Type", "text/csv;charset=utf-8");
            answer.set("Content-Disposition", format!("attachment; filename=\"{}\"", bill.name));
            answer.body = bill.text.into_bytes();
            answer
        }
        None => {
            let mut answer = Answer::empty(404);
            let hint = "no such bill: bill_download_request answers the address of one";
            answer.set("Sandbox-Hint", hint);
            worlds.note_stray(request, &answer, hint);
            answer
        }
    };
    Some(Handled { answer, rest: None, world })
}
