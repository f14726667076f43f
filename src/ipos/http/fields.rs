//! Members of a request, read by name. What is nested stands as an object.

use serde_json::{Map, Value};

use crate::ipos::rules::refusal::FieldRefusal;
use crate::ipos::rules::split::{Division, Part, Whom};
use crate::world::ids::{AcctId, HuifuId};
use crate::world::{Day, Fen};

/// The most that `Number(9)` holds.
const MOST: i64 = 999_999_999;

/// The members of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// A member as text; none where it is absent, null or empty.
    pub(super) fn text(self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                other.to_string()
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text of at most so many characters.
    ///
    /// # Errors
    /// [`FieldRefusal`]; so for all below.
    pub(super) fn optional(self, name: &str, longest: usize) -> Result<Option<String>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        if text.chars().count() > longest {
            return Err(FieldRefusal::TooLong { name: name.to_owned(), longest });
        }
        Ok(Some(text))
    }

    /// The same, which must be there.
    pub(super) fn required(self, name: &str, longest: usize) -> Result<String, FieldRefusal> {
        self.optional(name, longest)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// An amount, whole fen.
    pub(super) fn amount(self, name: &str) -> Result<Option<Fen>, FieldRefusal> {
        let fen = self.fen(name)?;
        match fen {
            Some(fen) if fen.is_zero() => Err(FieldRefusal::NoAmount(name.to_owned())),
            fen => Ok(fen),
        }
    }

    /// An amount that must be there.
    pub(super) fn required_amount(self, name: &str) -> Result<Fen, FieldRefusal> {
        self.amount(name)?.ok_or_else(|| FieldRefusal::missing(name))
    }

    /// An amount that may be nothing.
    pub(super) fn fen(self, name: &str) -> Result<Option<Fen>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let fen = text.parse::<i64>().ok().filter(|fen| digits && *fen <= MOST);
        fen.map(|fen| Some(Fen::new(fen))).ok_or_else(|| FieldRefusal::NoAmount(name.to_owned()))
    }

    /// A count from 1 to `most`.
    pub(super) fn count(self, name: &str, most: u32) -> Result<Option<u32>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let count = text.parse::<u32>().ok().filter(|count| (1..=most).contains(count));
        count.map(Some).ok_or_else(|| FieldRefusal::format(name, &format!("1-{most}")))
    }

    /// A day, yyyyMMdd, which must be there.
    pub(super) fn required_day(self, name: &str) -> Result<Day, FieldRefusal> {
        let text = self.required(name, 8)?;
        let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        let day = digits.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
        let day = day.and_then(|day| Day::parse(&day).ok());
        day.ok_or_else(|| FieldRefusal::format(name, "yyyyMMdd"))
    }

    /// A time of day, HHmmss.
    pub(super) fn time(self, name: &str) -> Result<Option<String>, FieldRefusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        let there = digits && text[..2] < *"24" && text[2..4] < *"60" && text[4..] < *"60";
        if there { Ok(Some(text)) } else { Err(FieldRefusal::format(name, "HHmmss")) }
    }

    /// The members of an object.
    pub(super) fn object(self, name: &str) -> Result<Option<Fields<'a>>, FieldRefusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Fields(members))),
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                Err(FieldRefusal::format(name, "JSON对象"))
            }
        }
    }

    /// The objects of a list.
    pub(super) fn list(self, name: &str) -> Result<Vec<Fields<'a>>, FieldRefusal> {
        let wrong = || FieldRefusal::format(name, "JSON对象数组");
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(values)) => {
                values.iter().map(|value| value.as_object().map(Fields).ok_or_else(wrong)).collect()
            }
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => Err(wrong()),
        }
    }

    /// A member of Huifu.
    pub(super) fn required_huifu_id(self, name: &str) -> Result<HuifuId, FieldRefusal> {
        HuifuId::parse(&self.required(name, 32)?).map_err(|_| FieldRefusal::format(name, "商户号"))
    }

    /// Where notices go.
    pub(super) fn notify_url(self) -> Result<Option<String>, FieldRefusal> {
        let Some(url) = self.optional("notify_url", 256)? else { return Ok(None) };
        let parsed = url::Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        parsed.map(|_| Some(url)).ok_or_else(|| FieldRefusal::format("notify_url", "URL"))
    }

    /// `extend_params.split_info`. What the trading merchant keeps must be said, even if it is nothing.
    pub(super) fn division(self) -> Result<Option<Division>, FieldRefusal> {
        let Some(info) = self.split_info()? else { return Ok(None) };
        let keep = info.fen("keep_amt")?.ok_or_else(|| FieldRefusal::missing("keep_amt"))?;
        Ok(Some(Division { keep, parts: info.parts()? }))
    }

    /// `extend_params.split_info`.
    pub(super) fn split_info(self) -> Result<Option<Fields<'a>>, FieldRefusal> {
        let Some(extend) = self.object("extend_params")? else { return Ok(None) };
        extend.object("split_info")
    }

    /// `split_list`.
    pub(super) fn parts(self) -> Result<Vec<Part>, FieldRefusal> {
        let part = |line: Fields<'_>| {
            let whom = match line.optional("seller_account", 32)? {
                Some(account) if line.text("merchant_id").is_none() => Whom::Account(
                    AcctId::parse(&account).map_err(|_| FieldRefusal::format("seller_account", "账户号"))?,
                ),
                _ => Whom::Merchant(line.required_huifu_id("merchant_id")?),
            };
            Ok(Part { whom, amount: line.required_amount("div_amt")? })
        };
        self.list("split_list")?.into_iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_are_whole_fen() {
        let of = |value: Value| {
            let members = json!({ "tx_amt": value });
            Fields(members.as_object().unwrap()).amount("tx_amt")
        };
        assert_eq!(of(json!(1)), Ok(Some(Fen::new(1))));
        assert_eq!(of(json!("999999999")), Ok(Some(Fen::new(999_999_999))));
        assert_eq!(of(json!(null)), Ok(None));
        for wrong in [json!(0), json!(-1), json!(1.5), json!("1.00"), json!(1_000_000_000), json!("+1")] {
            assert_eq!(of(wrong), Err(FieldRefusal::NoAmount("tx_amt".to_owned())));
        }
    }
}
