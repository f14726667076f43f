//! Who may sit in front of a page: the world's people, or somebody whose name and number are typed in.

use std::collections::BTreeMap;

use super::html::Html;
use crate::wechat_pay::model::applyment::{Applyment, Person};
use crate::wechat_pay::model::card::masked_name;
use crate::world::act::{ActRefused, ActStop};
use crate::world::buyer::Buyer;
use crate::world::store::Page;
use crate::world::{Bug, Cx};

/// How many buyers of the world are offered.
const BUYERS: u32 = 5;
/// The choice whose name and number are typed in.
const OTHER: &str = "other";

/// One of those who can be chosen.
pub(super) struct Candidate {
    choice: String,
    role: (&'static str, &'static str),
    person: Person,
}

/// Those of the world who can be chosen: the application's administrator and legal person, then buyers, whose banks know
/// no id number that the sandbox knows too.
pub(super) fn candidates(cx: &Cx<'_>, applyment: &Applyment) -> Result<Vec<Candidate>, Bug> {
    let form = &applyment.form;
    let mut all = vec![Candidate {
        choice: "contact".to_owned(),
        role: ("超级管理员", "the super administrator"),
        person: form.contact.person.clone(),
    }];
    if form.holder.person != form.contact.person {
        let role = if form.holder.is_legal {
            ("法人", "the legal person")
        } else {
            ("证件持有人", "the holder")
        };
        all.push(Candidate { choice: "holder".to_owned(), role, person: form.holder.person.clone() });
    }
    for buyer in cx.page::<Buyer>(Page { offset: 0, limit: BUYERS })? {
        let person = Person { name: buyer.name.clone(), id_number: String::new() };
        all.push(Candidate { choice: format!("buyer:{}", buyer.name), role: ("买家", "a buyer"), person });
    }
    Ok(all)
}

/// The person that a form names.
///
/// # Errors
/// [`ActRefused`] when nobody is chosen, or half of somebody else is typed in.
pub(super) fn chosen(candidates: &[Candidate], fields: &BTreeMap<String, String>) -> Result<Person, ActStop> {
    let choice = fields.get("person").map_or("", String::as_str);
    if let Some(candidate) = candidates.iter().find(|candidate| candidate.choice == choice) {
        return Ok(candidate.person.clone());
    }
    if choice != OTHER {
        return Err(ActRefused::new("choose who you are", "请选择您的身份").into());
    }
    let typed = |name: &str| fields.get(name).map_or("", |text| text.trim()).to_owned();
    let person = Person { name: typed("name"), id_number: typed("id_number") };
    if person.name.is_empty() || person.id_number.is_empty() {
        return Err(ActRefused::new(
            "fill in the name and the id number of the other person",
            "请填写其他人的姓名与证件号码",
        )
        .into());
    }
    Ok(person)
}

/// The part of a form in which a person is chosen; what was sent before stands in it again.
pub(super) fn fieldset(candidates: &[Candidate], before: &BTreeMap<String, String>) -> Html {
    let was = before.get("person").map_or("", String::as_str);
    let mut html = Html::raw("<fieldset><legend>")
        .both("您是谁（微信实名身份）", "Who you are, as your bank knows you")
        .then("</legend>");
    for candidate in candidates {
        let Candidate { choice, role: (zh, en), person } = candidate;
        // A buyer's name is the one by which acts call them, nobody's secret.
        let name = if person.id_number.is_empty() { person.name.clone() } else { masked_name(&person.name) };
        let number = masked_number(&person.id_number);
        html = radio(html, choice, was).both(&format!("{zh} {name} {number}"), en).then("</span></label>");
    }
    html = radio(html, OTHER, was).both("其他人", "somebody else").then("</span></label>");
    html = field(html, "name", "姓名", "name", before);
    field(html, "id_number", "证件号码", "id number", before).then("</fieldset>")
}

fn radio(html: Html, choice: &str, was: &str) -> Html {
    let html = html.then("<label><input type=\"radio\" name=\"person\" value=\"").text(choice).then("\"");
    let html = if choice == was { html.then(" checked") } else { html };
    html.then("><span>")
}

fn field(html: Html, name: &'static str, zh: &str, en: &str, before: &BTreeMap<String, String>) -> Html {
    let was = before.get(name).map_or("", String::as_str);
    html.then("<label class=\"field\">")
        .both(zh, en)
        .then("<input type=\"text\" maxlength=\"64\" autocomplete=\"off\" name=\"")
        .then(name)
        .then("\" value=\"")
        .text(was)
        .then("\"></label>")
}

/// The first three and the last four; stars where there are fewer.
fn masked_number(number: &str) -> String {
    let length = number.chars().count();
    let shown = |at: usize| length > 8 && (at < 3 || at + 4 >= length);
    number.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_see_little_of_a_person() {
        assert_eq!(masked_name("张三丰"), "张**");
        assert_eq!(masked_number("110101199003074514"), "110***********4514");
        assert_eq!((masked_number("12345678"), masked_number("")), ("********".to_owned(), String::new()));
    }
}
