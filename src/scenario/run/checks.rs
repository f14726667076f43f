//! Steps that say what must be so.

use serde_json::Value;

use super::{Done, Halt, Runner, unmet};
use crate::scenario::expect::{differences, text_difference};
use crate::scenario::model::{ExpectCallback, ExpectJournal, ExpectMail, ExpectOrder, Purses};
use crate::scenario::names::dig;
use crate::scenario::receiver::Received;
use crate::wechat_pay::model::order::{CombinedOrder, Order};
use crate::wechat_pay::rules::view;
use crate::world::journal::Entry;
use crate::world::store::Page;
use crate::world::{Bug, Fen};

impl Runner<'_> {
    /// Every callback that came was expected by a step.
    pub(super) fn nothing_left(&self) -> Done {
        if self.unclaimed.is_empty() {
            return Ok(());
        }
        let mut lines = vec!["callbacks came that no step expects:".to_owned()];
        lines.extend(self.unclaimed.iter().map(described));
        Err(Halt::Unmet(lines))
    }

    pub(super) fn expect_callback(&mut self, expected: &ExpectCallback) -> Done {
        let Some(first) = self.unclaimed.first() else {
            return Err(unmet(format!("expected a callback {}, none came", expected.event)));
        };
        let id = first.reading.id.clone();
        let (mine, rest): (Vec<Received>, Vec<Received>) =
            std::mem::take(&mut self.unclaimed).into_iter().partition(|received| received.reading.id == id);
        self.unclaimed = rest;
        let mut lines = Vec::new();
        if mine.len() != expected.attempts {
            lines.push(format!("attempts: expected {}, found {}", expected.attempts, mine.len()));
        }
        for received in &mine {
            lines.extend(self.callback_differences(expected, received));
        }
        if !lines.is_empty() {
            lines.extend(mine.iter().map(described));
            return Err(Halt::Unmet(lines));
        }
        let Some(last) = mine.last() else { return Ok(()) };
        let plain = last.reading.plain.clone().unwrap_or_default();
        for (name, from) in &expected.save {
            let value = match from.split_once('.').unwrap_or((from, "")) {
                ("header", name) => header(last, name).map(|value| Value::String(value.to_owned())),
                ("envelope", path) => dig(&last.reading.envelope, path).cloned(),
                (_, path) => dig(&plain, path).cloned(),
            };
            self.keep(name, from, value)?;
        }
        Ok(())
    }

    fn callback_differences(&self, expected: &ExpectCallback, received: &Received) -> Vec<String> {
        let mut lines = Vec::new();
        let reading = &received.reading;
        lines.extend(text_difference("event", &expected.event, Some(&reading.event)));
        match (&reading.verified, expected.verified) {
            (Err(why), true) => lines.push(format!("the signature is wrong: {why}")),
            (Ok(()), false) => lines.push("the signature is right, it should not be".to_owned()),
            (Ok(()), true) | (Err(_), false) => {}
        }
        if let Some(url) = &expected.to {
            lines.extend(text_difference("to", &self.names.text(url), Some(&received.url)));
        }
        for (name, wanted) in &expected.headers {
            let place = format!("header {name}");
            lines.extend(text_difference(&place, &self.names.text(wanted), header(received, name)));
        }
        if let Some(envelope) = &expected.envelope {
            let found = differences(&self.names.deep(envelope), &reading.envelope);
            lines.extend(found.into_iter().map(|line| format!("envelope{line}")));
        }
        match (&expected.body, &reading.plain) {
            (Some(body), Ok(plain)) => {
                let found = differences(&self.names.deep(body), plain);
                lines.extend(found.into_iter().map(|line| format!("body{line}")));
            }
            (_, Err(why)) => lines.push(format!("it does not open: {why}")),
            (None, Ok(_)) => {}
        }
        lines
    }

    pub(super) fn expect_happened(&mut self, parts: &[String]) -> Done {
        let found: Vec<&str> = self.happened.iter().map(|happening| happening.en.as_str()).collect();
        let fits = |(part, line): (&String, &&str)| line.contains(&self.names.text(part));
        if found.len() == parts.len() && parts.iter().zip(&found).all(fits) {
            return Ok(());
        }
        let mut lines = vec![format!("expected {} happenings, found {}:", parts.len(), found.len())];
        lines.extend(parts.iter().map(|part| format!("- {part}")));
        lines.extend(found.iter().map(|line| format!("+ {line}")));
        Err(Halt::Unmet(lines))
    }

    pub(super) fn expect_order(&mut self, expected: &ExpectOrder) -> Done {
        let owner = self.merchant(expected.mchid.as_deref())?.mchid;
        let seen = match (&expected.out_trade_no, &expected.combine_out_trade_no) {
            (Some(number), _) => self.single(&format!("{owner}/{}", self.names.text(number)))?,
            (None, Some(number)) => self.combined(&format!("{owner}/{}", self.names.text(number)))?,
            (None, None) => None,
        };
        let seen = seen.ok_or_else(|| unmet(format!("{owner} has no such order")))?;
        self.transcript.value("", &seen);
        let mut lines = Vec::new();
        if let Some(state) = &expected.state {
            let subs = seen["sub_orders"].as_array().cloned().unwrap_or_else(|| vec![seen.clone()]);
            for sub in subs {
                let found = sub["trade_state"].as_str();
                let place = sub["out_trade_no"].as_str().unwrap_or_default();
                lines.extend(text_difference(place, state, found));
            }
        }
        if let Some(body) = &expected.body {
            lines.extend(differences(&self.names.deep(body), &seen));
        }
        if !lines.is_empty() {
            return Err(Halt::Unmet(lines));
        }
        for (name, from) in &expected.save {
            let path = from.split_once('.').map_or("", |(_, path)| path);
            self.keep(name, from, dig(&seen, path).cloned())?;
        }
        Ok(())
    }

    fn single(&self, key: &str) -> Result<Option<Value>, Bug> {
        self.world().command(|cx| Ok(cx.get::<Order>(key)?.map(|order| view::order(&order))))
    }

    fn combined(&self, key: &str) -> Result<Option<Value>, Bug> {
        self.world().command(|cx| {
            let Some(combined) = cx.get::<CombinedOrder>(key)? else { return Ok(None) };
            let subs = combined.sub_orders.iter().map(|sub| cx.get::<Order>(sub));
            let subs: Vec<Order> = subs.collect::<Result<Vec<_>, Bug>>()?.into_iter().flatten().collect();
            Ok(Some(view::combined(&combined, &subs)))
        })
    }

    pub(super) fn expect_balance(&mut self, expected: &std::collections::BTreeMap<String, Purses>) -> Done {
        let mut lines = Vec::new();
        for (owner, purses) in expected {
            let owner = self.names.text(owner);
            let wanted = [
                ("frozen", purses.frozen, format!("{owner}/POT/")),
                ("available", purses.available, format!("{owner}/BASIC")),
                ("operation", purses.operation, format!("{owner}/OPERATION")),
                ("fees", purses.fees, format!("{owner}/FEES")),
                ("balance", purses.balance, owner.clone()),
            ];
            for (name, wanted, prefix) in wanted {
                let Some(wanted) = wanted else { continue };
                let found = self.held(&prefix)?;
                self.transcript.line(&format!("{owner} {name}: {found} fen"));
                if found.get() != wanted {
                    lines.push(format!("{owner} {name}: expected {wanted} fen, found {found}"));
                }
            }
        }
        if lines.is_empty() { Ok(()) } else { Err(Halt::Unmet(lines)) }
    }

    /// What the account of this code holds; all accounts together for a code that ends with a slash. Fen.
    fn held(&self, code: &str) -> Result<Fen, Bug> {
        let rows = self.world().command(|cx| cx.accounts(code, Page::ALL))?;
        let mine = rows.into_iter().filter(|row| code.ends_with('/') || row.account == code);
        mine.map(|row| row.balance).try_fold(Fen::ZERO, Fen::plus)
    }

    pub(super) fn expect_journal(&mut self, expected: &ExpectJournal) -> Done {
        let subject = expected.subject.as_deref().map(|text| self.names.text(text)).unwrap_or_default();
        let entries = self.world().command(|cx| cx.entries(0, &subject, Page::ALL))?;
        let of_kind = |kind: &str| expected.kind.as_deref().is_none_or(|wanted| wanted == kind);
        let titles: Vec<String> =
            entries.into_iter().filter(|entry| of_kind(&entry.kind)).flat_map(lines_of).collect();
        let mut left = titles.iter();
        for part in &expected.contains {
            let part = self.names.text(part);
            if !left.any(|title| title.contains(&part)) {
                let mut lines = vec![format!("the journal has no `{part}`, in this order; it has:")];
                lines.extend(titles.iter().map(|title| format!("+ {title}")));
                return Err(Halt::Unmet(lines));
            }
            self.transcript.line(&part);
        }
        Ok(())
    }

    pub(super) fn expect_mail(&mut self, expected: &ExpectMail) -> Done {
        let mails = self.world().command(|cx| cx.mails(Page::ALL))?;
        let Some(mail) = mails.last() else { return Err(unmet("nothing was mailed")) };
        let (to, part) = (self.names.text(&expected.to), self.names.text(&expected.contains));
        if mail.recipient != to || !mail.body.contains(&part) {
            return Err(unmet(format!("the last mail went to {}: {}", mail.recipient, mail.body)));
        }
        if let Some(subject) = expected.subject.as_deref().filter(|subject| *subject != mail.subject) {
            return Err(unmet(format!("the last mail is called {}, not {subject}", mail.subject)));
        }
        if let Some(count) = expected.count.filter(|count| *count != mails.len()) {
            return Err(unmet(format!("expected {count} mails in all, found {}", mails.len())));
        }
        self.transcript.line(&format!("to {to}: {}", mail.subject));
        Ok(())
    }

    /// After every step the sum over all accounts is zero (INV-1).
    pub(super) fn money_adds_up(&self) -> Done {
        let sum = self.world().command(|cx| cx.trial_balance())?;
        if sum.is_zero() {
            return Ok(());
        }
        Err(Halt::Bug(format!("{sum} fen appeared or vanished (INV-1)")))
    }
}

/// What an entry says: its title, and the remarks that came with it.
fn lines_of(entry: Entry) -> Vec<String> {
    let remarks = entry.data["notes"].as_array().into_iter().flatten();
    let remarks = remarks.filter_map(|note| note["en"].as_str().map(str::to_owned));
    std::iter::once(entry.title).chain(remarks).collect()
}

fn header<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    let found = received.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

fn described(received: &Received) -> String {
    let reading = &received.reading;
    let says = reading.plain.as_ref().map_or_else(|why| why.clone(), Value::to_string);
    format!("+ {} {} {} {says}", received.at, reading.event, reading.id)
}
