//! The catalogue is complete and well formed, and scenarios cite nothing that is not in it.

use std::collections::BTreeSet;
use std::path::Path;

use wxpay_sandbox::allinpay::given::AllinpayGiven;
use wxpay_sandbox::control::catalogue::{Catalogue, Rule, RuleId, System, cited, cited_by_shipped};
use wxpay_sandbox::huifu::given::HuifuGiven;
use wxpay_sandbox::ipos::given::IposGiven;
use wxpay_sandbox::mini_program::model::switches::Switches as MiniProgramSwitches;
use wxpay_sandbox::wechat_pay::model::switches::Switches;

/// Families whose rules are numbered from 1 without gaps, and the last number of each.
const WITHOUT_GAPS: [(&str, u16); 9] =
    [("WI", 20), ("CE", 6), ("NO", 8), ("OR", 16), ("CO", 5), ("GEN", 5), ("INV", 8), ("PAY", 6), ("BI", 7)];

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// What is wrong with the wording of one rule.
fn faults(rule: &Rule) -> Vec<String> {
    let mut faults = Vec::new();
    let switch =
        rule.switch.iter().flat_map(|s| [("switch", &s.key), ("switch", &s.default), ("switch", &s.other)]);
    for (field, text) in
        [("en", &rule.en), ("zh", &rule.zh), ("source", &rule.source)].into_iter().chain(switch)
    {
        if text.is_empty() {
            faults.push(format!("{}: {field} is empty", rule.id));
        }
        if text.trim() != text.as_str() || text.contains('\n') {
            faults.push(format!("{}: {field} is not one trimmed line", rule.id));
        }
    }
    if !is_chinese(&rule.zh) {
        faults.push(format!("{}: zh has no Chinese in it", rule.id));
    }
    if !rule.en.ends_with('.') || !rule.zh.ends_with('。') {
        faults.push(format!("{}: a line does not end with its full stop", rule.id));
    }
    faults
}

#[test]
fn every_rule_speaks_both_languages() {
    let catalogue = Catalogue::load().expect("the shipped catalogue loads");
    let faults: Vec<String> = catalogue.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_the_same_figures_in_both_languages() {
    let catalogue = Catalogue::load().expect("the shipped catalogue loads");
    let statuses = ["400", "401", "403", "404", "405", "200", "204", "429", "500"];
    for rule in catalogue.iter() {
        for status in statuses {
            let (en, zh) = (rule.en.matches(status).count(), rule.zh.matches(status).count());
            assert_eq!(en > 0, zh > 0, "{}: {status} stands in one language only", rule.id);
        }
    }
}

#[test]
fn ids_are_unique_and_families_have_no_gaps() {
    let catalogue = Catalogue::load().expect("the shipped catalogue loads");
    let ids: BTreeSet<&RuleId> = catalogue.iter().map(|rule| &rule.id).collect();
    assert_eq!(ids.len(), catalogue.iter().count());
    for (family, last) in WITHOUT_GAPS {
        let numbers: Vec<u16> = catalogue.family(family).map(|rule| rule.id.number()).collect();
        let expected: Vec<u16> = (1..=last).collect();
        assert_eq!(numbers, expected, "family {family} has a gap, or is not in order");
    }
}

#[test]
fn scenarios_cite_only_rules_that_exist() {
    let catalogue = Catalogue::load().expect("the shipped catalogue loads");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let cited = cited(&folder).expect("every scenario can be read");
    let unknown: Vec<&str> =
        cited.iter().filter(|id| catalogue.get(id).is_none()).map(RuleId::as_str).collect();
    assert!(unknown.is_empty(), "scenarios cite rules that scenarios/rules does not have: {unknown:?}");
    assert_eq!(cited, cited_by_shipped().expect("every shipped scenario can be read"));
}

#[test]
fn the_files_have_no_trailing_spaces() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/rules");
    for entry in std::fs::read_dir(folder).expect("the catalogue is a folder of the repository") {
        let path = entry.expect("the folder can be read").path();
        let text = std::fs::read_to_string(&path).expect("its files are text");
        for (at, line) in text.lines().enumerate() {
            assert_eq!(line, line.trim_end(), "{}:{}: trailing space", path.display(), at + 1);
        }
    }
}

/// A switch in the catalogue is a setting of a world, with the same default, and takes the other value too.
#[test]
fn every_switch_is_a_setting_of_a_world() {
    let of_wechat_pay = serde_json::to_value(Switches::default()).expect("switches are plain data");
    let of_mini_programs =
        serde_json::to_value(MiniProgramSwitches::default()).expect("switches are plain data");
    let of_allinpay = serde_json::to_value(AllinpayGiven::default()).expect("switches are plain data");
    let of_ipos = serde_json::to_value(IposGiven::default()).expect("switches are plain data");
    let of_huifu = serde_json::to_value(HuifuGiven::default()).expect("switches are plain data");
    let catalogue = Catalogue::load().expect("the shipped catalogue loads");
    for rule in catalogue.iter() {
        let defaults = match rule.system {
            System::WechatPay => &of_wechat_pay,
            System::MiniProgram => &of_mini_programs,
            System::Allinpay => &of_allinpay,
            System::Huifu => &of_huifu,
            System::Ipos => &of_ipos,
        };
        for switch in &rule.switch {
            let pointer = format!("/{}", switch.key.replace('.', "/"));
            let found = defaults.pointer(&pointer);
            let found = found.unwrap_or_else(|| panic!("{}: no switch is called {}", rule.id, switch.key));
            let text = found.as_str().map_or_else(|| found.to_string(), ToOwned::to_owned);
            assert_eq!(text, switch.default, "{}: the default of {}", rule.id, switch.key);
            let mut other = defaults.clone();
            // A text whose default is one stays one, though it be of digits.
            let plain = || serde_json::Value::from(switch.other.clone());
            let value = if found.is_string() {
                plain()
            } else {
                serde_json::from_str(&switch.other).unwrap_or_else(|_| plain())
            };
            *other.pointer_mut(&pointer).expect("it was found above") = value;
            let taken = match rule.system {
                System::WechatPay => serde_json::from_value::<Switches>(other).err(),
                System::MiniProgram => serde_json::from_value::<MiniProgramSwitches>(other).err(),
                System::Allinpay => serde_json::from_value::<AllinpayGiven>(other).err(),
                System::Huifu => serde_json::from_value::<HuifuGiven>(other).err(),
                System::Ipos => serde_json::from_value::<IposGiven>(other).err(),
            };
            assert!(taken.is_none(), "{}: {} takes no {}: {taken:?}", rule.id, switch.key, switch.other);
        }
    }
}
