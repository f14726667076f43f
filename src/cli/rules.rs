//! `rules`.

use super::args::RulesArgs;
use super::exit::{Exit, Failure};
use super::table;
use crate::control::catalogue::{Catalogue, CatalogueError, Rule, cited_by_shipped};

pub(super) fn run(args: &RulesArgs) -> Result<Exit, Failure> {
    let catalogue = Catalogue::load().map_err(|error| broken(&error))?;
    let cited = cited_by_shipped().map_err(|error| broken(&error))?;
    let family = args.family.as_deref().map(str::to_ascii_uppercase);
    if let Some(family) = &family
        && catalogue.family(family).next().is_none()
    {
        let known = catalogue.families().join(", ");
        let en = format!("there is no family of rules `{family}`; there are: {known}");
        return Err(Failure::new(Exit::Usage, en, format!("没有规则族 `{family}`；现有：{known}")));
    }
    let wanted: Vec<&Rule> = catalogue
        .iter()
        .filter(|rule| family.as_deref().is_none_or(|family| rule.id.family() == family))
        .filter(|rule| !args.missing || !cited.contains(&rule.id))
        .collect();
    let mut rows = Vec::new();
    for rule in &wanted {
        let shown = if cited.contains(&rule.id) { "shown" } else { "-" };
        let head = vec![rule.id.as_str().to_owned(), rule.status.as_str().to_owned(), shown.to_owned()];
        rows.push([head, vec![rule.en.clone()]].concat());
        rows.push(vec![String::new(), String::new(), String::new(), rule.zh.clone()]);
    }
    table::say(&table::render(&rows));
    let (all, missing) = (wanted.len(), wanted.iter().filter(|rule| !cited.contains(&rule.id)).count());
    table::say(&format!(
        "{all} rules, {missing} not shown by a scenario / 共 {all} 条规则，{missing} 条尚无场景演示\n"
    ));
    Ok(Exit::Ok)
}

fn broken(error: &CatalogueError) -> Failure {
    Failure::new(Exit::Bug, error.to_string(), "随程序发布的规则目录有误，请报告")
}
