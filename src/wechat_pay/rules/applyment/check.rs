//! What every table of members that depend on the kind of applicant is made of: lines that are judged in order, and the
//! shapes of names, numbers and dates.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Value;

use crate::wechat_pay::model::applyment::{AccountKind, ContactKind, Family, Form};
use crate::wechat_pay::model::card::is_account_number;
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::{ApplymentRefusal, FieldFault, Refusal};
use crate::world::Stop;

/// One line of a table: for which applicants it holds, and what it demands of a member.
pub(super) struct Line {
    /// The member, as a JSON pointer.
    pub(super) pointer: &'static str,
    /// For whom it holds, by what the rules know of the applicant and by the body.
    pub(super) holds: fn(&Form, &Value) -> bool,
    /// What it demands.
    pub(super) demand: Demand,
}

/// What a line demands of its member.
#[derive(Clone, Copy)]
pub(super) enum Demand {
    /// It must be there.
    Present,
    /// It must be there; its absence is refused with a sentence of its own.
    PresentOr(&'static str),
    /// It may not be there.
    Absent,
    /// It may not be there; its presence is refused with a sentence of its own.
    AbsentOr(&'static str),
    /// If it is there, its text must be so; what it must be, in English and Chinese.
    Shape(fn(&str) -> bool, &'static str, &'static str),
    /// If it is there, its text must be so; anything else is refused with a sentence of its own.
    ShapeOr(fn(&str) -> bool, &'static str),
    /// It is wrong for these applicants whatever it says; why, in English and Chinese.
    Never(&'static str, &'static str),
}

/// Judges a body by a table; the first line that is not kept is what is refused.
pub(super) fn judge(family: Family, form: &Form, body: &Value, lines: &[Line]) -> Outcome<()> {
    for line in lines.iter().filter(|line| (line.holds)(form, body)) {
        if let Some(fault) = fault_of(body, line.pointer, line.demand) {
            return Err(refused(family, line.pointer, fault));
        }
    }
    Ok(())
}

/// The refusal of one member.
pub(super) fn refused(family: Family, pointer: impl Into<String>, fault: FieldFault) -> Stop<Refusal> {
    ApplymentRefusal::Field { family, pointer: pointer.into(), fault }.into()
}

fn fault_of(body: &Value, pointer: &str, demand: Demand) -> Option<FieldFault> {
    let value = body.pointer(pointer);
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    // A member is missed only where its object is there: a missing object has a line of its own.
    let is_missing = value.is_none() && body.pointer(parent).is_some();
    let text = value.and_then(Value::as_str);
    match demand {
        Demand::Present => is_missing.then_some(FieldFault::Missing),
        Demand::PresentOr(said) => is_missing.then_some(FieldFault::Said(said)),
        Demand::Absent => value.map(|_| FieldFault::NotAllowed),
        Demand::AbsentOr(said) => value.map(|_| FieldFault::Said(said)),
        Demand::Shape(is_right, en, zh) => {
            text.filter(|text| !is_right(text)).map(|_| FieldFault::Wrong(en, zh))
        }
        Demand::ShapeOr(is_right, said) => {
            text.filter(|text| !is_right(text)).map(|_| FieldFault::Said(said))
        }
        Demand::Never(en, zh) => value.map(|_| FieldFault::Wrong(en, zh)),
    }
}

/// Why beneficial owners may not be there, or must be others (seen in real answers).
pub(super) const UBO_WRONG: &str = "请重新确认最终受益人相关字段";
pub(super) const UBO_TWICE: &str = "UBO信息重复提交，请修改";
/// What is said when an agent brings no letter (seen in a real answer).
pub(super) const NO_LETTER: &str = "请填写业务办理授权函";

pub(super) const DATE: Demand =
    Demand::Shape(is_date, "must be a date like 2019-06-06", "须为日期，如 2019-06-06");
pub(super) const END: Demand = Demand::Shape(
    is_end,
    "must be a date like 2019-06-06, or U+957F U+671F",
    "须为日期（如 2019-06-06）或“长期”",
);
pub(super) const PERSON: Demand =
    Demand::Shape(is_person, "must have 2 to 30 characters", "须为 2 至 30 个字符");
pub(super) const ID_CARD: Demand = Demand::Shape(
    is_id_card,
    "must be 15 digits, or 17 and a digit or X",
    "须为 15 位数字，或 17 位数字加数字或 X",
);

const DOCUMENT_SHAPE: FieldFault =
    FieldFault::Wrong("must be 7 to 18 digits, letters and hyphens", "须为 7 至 18 位数字、字母或连字符");
pub(super) const DOCUMENT_NUMBER: Demand = Demand::Shape(
    is_document_number,
    "must be 7 to 18 digits, letters and hyphens",
    "须为 7 至 18 位数字、字母或连字符",
);
pub(super) const ACCOUNT_NUMBER: Demand =
    Demand::Shape(is_account_number, "must be 4 to 32 digits", "须为 4 至 32 位数字");

/// One line.
pub(super) const fn line(pointer: &'static str, holds: fn(&Form, &Value) -> bool, demand: Demand) -> Line {
    Line { pointer, holds, demand }
}

/// A line that holds for everybody.
pub(super) fn always(_: &Form, _: &Value) -> bool {
    true
}

/// An id card number: 15 digits, or 17 and a digit or X, which may be written small.
pub(super) fn is_id_card(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        15 => digits(text),
        18 => {
            text.is_ascii() && digits(&text[..17]) && matches!(text.as_bytes()[17], b'0'..=b'9' | b'X' | b'x')
        }
        _ => false,
    }
}

/// The number of another document: 7 to 18 digits, letters and hyphens. Passports and travel permits have up to 11, a
/// resident's card 18.
pub(super) fn is_document_number(text: &str) -> bool {
    (7..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A licence number: 15 or 18 digits and upper-case letters.
pub(super) fn is_licence_number(text: &str) -> bool {
    matches!(text.len(), 15 | 18)
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// A person's name: 2 to 30 characters.
pub(super) fn is_person(text: &str) -> bool {
    (2..=30).contains(&text.chars().count())
}

/// A merchant's name: 2 to 110 characters.
pub(super) fn is_merchant_name(text: &str) -> bool {
    (2..=110).contains(&text.chars().count())
}

/// A name that no company has.
pub(super) fn is_no_company(text: &str) -> bool {
    !text.ends_with("公司")
}

/// Digits only.
pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A code of a region: six digits.
pub(super) fn is_region(text: &str) -> bool {
    text.len() == 6 && is_digits(text)
}

/// A mobile phone: 11 digits.
pub(super) fn is_mobile(text: &str) -> bool {
    text.len() == 11 && is_digits(text)
}

/// A mail address, as far as it is looked at.
pub(super) fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// A date: `2019-06-06`.
pub(super) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

/// A date, or 长期.
pub(super) fn is_end(text: &str) -> bool {
    text == FOREVER || is_date(text)
}

const FOREVER: &str = "长期";

fn date(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}

/// A term as JSON text: `["2014-01-01","长期"]`, the end after the beginning.
pub(super) fn is_term(text: &str) -> bool {
    match serde_json::from_str::<Vec<String>>(text).as_deref() {
        Ok([begin, end]) => is_date(begin) && is_end(end) && ends_later(begin, end),
        Ok(_) | Err(_) => false,
    }
}

/// Whether what begins on one date ends on a later one; dates that are none are another line's matter.
pub(super) fn ends_later(begin: &str, end: &str) -> bool {
    match (date(begin), date(end)) {
        (Some(begin), Some(end)) => begin < end,
        (None, _) | (_, None) => true,
    }
}

/// Whether the document type at this pointer is an id card: the default where none is named.
pub(super) fn is_card(body: &Value, pointer: &str) -> bool {
    body.pointer(pointer).and_then(Value::as_str).is_none_or(|kind| kind.ends_with("_IDCARD"))
}

pub(super) fn is_passport(body: &Value, pointer: &str) -> bool {
    body.pointer(pointer).and_then(Value::as_str) == Some("IDENTIFICATION_TYPE_OVERSEA_PASSPORT")
}

/// The beneficial owners at `list`, one by one: at most three besides the legal person, whose number is given where they are
/// one themselves; nobody twice.
pub(super) fn check_owners(family: Family, body: &Value, list: &str, legal: Option<&str>) -> Outcome<()> {
    let wrong = |pointer: String, fault| Err(refused(family, pointer, fault));
    let Some(owners) = body.pointer(list).and_then(Value::as_array) else { return Ok(()) };
    if legal.is_some() && owners.len() > 3 {
        return wrong(list.to_owned(), FieldFault::Said(UBO_WRONG));
    }
    let mut seen: BTreeSet<&str> = legal.into_iter().collect();
    for (at, owner) in owners.iter().enumerate() {
        let place = |name: &str| format!("{list}/{at}/{name}");
        let text = |name: &str| owner[name].as_str();
        let number = text("ubo_id_doc_number").unwrap_or_default();
        if !seen.insert(number) {
            return wrong(place("ubo_id_doc_number"), FieldFault::Said(UBO_TWICE));
        }
        if is_card(owner, "/ubo_id_doc_type") && !is_id_card(number) {
            let fault = FieldFault::Wrong("must be an id card's number", "须为身份证号码");
            return wrong(place("ubo_id_doc_number"), fault);
        }
        if !is_card(owner, "/ubo_id_doc_type") && !is_document_number(number) {
            return wrong(place("ubo_id_doc_number"), DOCUMENT_SHAPE);
        }
        if !is_passport(owner, "/ubo_id_doc_type") && text("ubo_id_doc_copy_back").is_none() {
            return wrong(place("ubo_id_doc_copy_back"), FieldFault::Missing);
        }
        let (begin, end) = (
            either(owner, ["ubo_period_begin", "ubo_id_doc_period_begin"]),
            either(owner, ["ubo_period_end", "ubo_id_doc_period_end"]),
        );
        let Some(begin) = begin else { return wrong(place("ubo_period_begin"), FieldFault::Missing) };
        let Some(end) = end else { return wrong(place("ubo_period_end"), FieldFault::Missing) };
        if !is_date(begin) || !is_end(end) || !ends_later(begin, end) {
            let fault =
                FieldFault::Wrong("must be a date after the beginning", "须为晚于开始日期的日期或“长期”");
            return wrong(place("ubo_period_end"), fault);
        }
    }
    Ok(())
}

/// The text of the first of two names that is there.
pub(super) fn either<'a>(object: &'a Value, names: [&str; 2]) -> Option<&'a str> {
    names.iter().find_map(|name| object[*name].as_str())
}

/// What is said to a bank without an entry of its own whose branch is not told (assumed; modify-settlement says the same).
pub(super) const NO_BRANCH: &str = "请填写开户银行全称（含支行）或开户银行联行号";
/// What the server says to a bank that is not in its table (seen in a real answer).
pub(super) const UNKNOWN_BANK: &str = "开户银行取值有误，不在微信支付提供的银行对照表中，请检查后再试";

/// Whether an agent applies, not the legal person.
pub(super) fn agent(form: &Form, _: &Value) -> bool {
    form.contact.kind == ContactKind::Agent
}

/// Whether the money is to go to an account of this kind.
pub(super) fn account_is(form: &Form, kind: AccountKind) -> bool {
    form.account.as_ref().is_some_and(|account| account.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_shapes_of_the_page() {
        assert!(is_id_card("110101199003070011") && is_id_card("11010119900307001X"));
        assert!(is_id_card("110101900307001"));
        assert!(
            !is_id_card("11010119900307001Y") && !is_id_card("1101011990030700") && !is_id_card("身份证号码")
        );
        assert!(is_licence_number("91440300MA5DTJ8L6X") && !is_licence_number("91440300ma5dtj8l6x"));
        assert!(is_document_number("E12345678") && !is_document_number("E12345"));
        assert!(is_mobile("13900000000") && !is_mobile("1390000000"));
    }

    #[test]
    fn a_term_ends_after_it_begins() {
        assert!(is_term(r#"["2014-01-01","长期"]"#) && is_term(r#"["2014-01-01","2014-01-02"]"#));
        for wrong in [
            r#"["2014-01-01","2014-01-01"]"#,
            r#"["2014-02-30","长期"]"#,
            r#"["2014-01-01"]"#,
            "2014-01-01",
            r#"["长期","2014-01-01"]"#,
        ] {
            assert!(!is_term(wrong), "{wrong}");
        }
    }
}
