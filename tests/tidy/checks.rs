//! The checks themselves: each takes text and returns faults as `file:line: rule: what to do instead`.

use crate::source::Source;
use crate::tables::{BANS, Ban, LEFTOVERS, MAX_LINES, Place, ROOMS, ROOTS, Room, SYSTEMS};

/// The line, counted from 1, of a position in a text.
fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every place where a name begins with the word: `actix` is found in `actix_web`, not in `x_actix`.
fn find(text: &str, word: &str) -> Vec<usize> {
    let inside = |at: usize| word.starts_with(is_word) && text[..at].ends_with(is_word);
    text.match_indices(word).map(|(at, _)| at).filter(|at| !inside(*at)).collect()
}

/// Names of rooms that a file uses, with the line: `crate::world`, `crate::{world, crypto::Key}`.
fn used_rooms(code: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for prefix in ["crate::", "wxpay_sandbox::"] {
        for at in find(code, prefix) {
            let rest = &code[at + prefix.len()..];
            let line = line_of(code, at);
            match rest.strip_prefix('{') {
                Some(group) => used.extend(group_heads(group).into_iter().map(|name| (line, name))),
                None => used.push((line, rest.chars().take_while(|c| is_word(*c)).collect())),
            }
        }
    }
    used
}

/// The first names inside a `{…}` of a `use`, at depth one.
fn group_heads(group: &str) -> Vec<String> {
    let (mut heads, mut depth, mut fresh) = (Vec::new(), 1, true);
    let mut name = String::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if depth == 1 && fresh && is_word(c) => name.push(c),
            c if c.is_whitespace() && name.is_empty() => {}
            _ => {}
        }
        if !name.is_empty() && !is_word(c) {
            heads.push(std::mem::take(&mut name));
            fresh = c == ',';
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// Uses of a room that is not below the file's own.
pub(crate) fn arrows(source: &Source) -> Vec<String> {
    let Some(room) = ROOMS.iter().find(|room| room.name == source.room()) else { return Vec::new() };
    used_rooms(&source.code)
        .into_iter()
        .filter(|(_, used)| ROOMS.iter().any(|known| known.name == used))
        .filter(|(_, used)| used != room.name && !room.may_use.contains(&used.as_str()))
        .map(|(line, used)| {
            let to_system = SYSTEMS.contains(&used.as_str()) && SYSTEMS.contains(&room.name);
            let instead = if to_system {
                "raise a world event or ask through a port of world"
            } else {
                "move the shared part down, or let the upper room pass a plain value in"
            };
            format!("{}:{line}: {} may not use {used}: {instead}", source.path, room.name)
        })
        .collect()
}

/// Entries of `src/` that no row of the table describes.
pub(crate) fn unknown_rooms(entries: &[String]) -> Vec<String> {
    entries
        .iter()
        .filter(|entry| !ROOTS.contains(&entry.as_str()))
        .filter(|entry| {
            let name = entry.trim_end_matches('/').trim_end_matches(".rs");
            !ROOMS.iter().any(|room| room.name == name)
        })
        .map(|entry| {
            format!("src/{entry}: not a room: put it into one, or add a row to ROOMS in tests/tidy/tables.rs")
        })
        .collect()
}

/// Rows of the table that name a room at or above their own, or one that does not exist.
pub(crate) fn circles(rooms: &[Room]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, room) in rooms.iter().enumerate() {
        for used in room.may_use {
            if !rooms[..at].iter().any(|below| below.name == *used) {
                faults.push(format!(
                    "ROOMS: {} may use {used}, which is not below it: order the table bottom up",
                    room.name
                ));
            }
        }
    }
    faults
}

/// Whether a ban holds for a file.
fn holds(ban: &Ban, path: &str) -> bool {
    match ban.place {
        Place::AllBut(except) => !except.iter().any(|begin| path.starts_with(begin)),
        Place::In(places) => places.iter().any(|begin| path.starts_with(begin)),
        Place::InSystems(part) => SYSTEMS.iter().any(|system| {
            let begin = format!("src/{system}/{part}");
            path.strip_prefix(&begin).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
        }),
    }
}

/// Words that stand where a ban forbids them.
pub(crate) fn banned_words(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for ban in BANS.iter().filter(|ban| holds(ban, &source.path)) {
        for word in ban.words {
            for at in find(&source.code, word) {
                let line = line_of(&source.code, at);
                faults.push(format!(
                    "{}:{line}: `{}`: {}: {}",
                    source.path,
                    word.trim(),
                    ban.rule,
                    ban.instead
                ));
            }
        }
    }
    faults
}

/// Letters beyond ASCII outside strings, characters and comments.
pub(crate) fn foreign_identifiers(source: &Source) -> Vec<String> {
    let lines = source.bare.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_ascii())
        .map(|(at, _)| format!("{}:{}: a name is not ASCII: name it in English", source.path, at + 1))
        .collect()
}

/// Files that are too long or do not begin by saying what they are.
pub(crate) fn length_and_heading(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = source.text.lines().count();
    if lines > MAX_LINES {
        faults.push(format!(
            "{}:{lines}: longer than {MAX_LINES} lines: split it by what changes together",
            source.path
        ));
    }
    if !source.text.starts_with("//!") {
        faults.push(format!(
            "{}:1: does not begin with `//!`: say in one line what the file is for",
            source.path
        ));
    }
    faults
}

/// Signs of unfinished work.
pub(crate) fn leftovers(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for word in LEFTOVERS {
        for at in find(text, word) {
            let line = line_of(text, at);
            faults.push(format!(
                "{path}:{line}: `{word}`: nothing is left half done: finish it, or leave it out and say so"
            ));
        }
    }
    faults
}

/// Paths that exist on one machine only.
pub(crate) fn machine_paths(path: &str, text: &str, places: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for place in places {
        for (at, _) in text.match_indices(place.as_str()) {
            let line = line_of(text, at);
            faults.push(format!(
                "{path}:{line}: `{place}` is a place of one machine: write a relative path or a variable"
            ));
        }
    }
    faults
}

#[test]
fn arrows_are_seen_in_every_form_of_use() {
    let text = "//! x\nuse crate::world::Fen;\nuse crate::{control::Act, crypto::{rsa, scenario}};\nfn f() { crate::huifu::g() }\n";
    let faults = arrows(&Source::new("src/wechat_pay/rules/order.rs", text));
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults
            .iter()
            .any(|f| f.starts_with("src/wechat_pay/rules/order.rs:3: wechat_pay may not use control"))
    );
    assert!(faults.iter().any(|f| f.contains(":4: wechat_pay may not use huifu: raise a world event")));
    assert!(arrows(&Source::new("src/cli/serve.rs", text)).is_empty());
}

#[test]
fn bans_hold_in_their_place_only() {
    let text = "//! tokio\nuse actix_web::web;\nfn f() -> &'static str { \"SELECT 1\" }\n#[cfg(test)]\nmod tests { use actix_web; }\n";
    let faults = |path: &str| banned_words(&Source::new(path, text)).len();
    assert_eq!(faults("src/wechat_pay/rules/order.rs"), 2);
    assert_eq!(faults("src/wechat_pay/http/routes.rs"), 1, "SQL");
    assert_eq!(faults("src/world/db.rs"), 1, "actix");
    assert_eq!(faults("src/deliver/send.rs"), 1, "SQL");
    let clock = "//! x\nfn f() { let _ = std::time::Instant::now(); }\n";
    assert_eq!(banned_words(&Source::new("src/doors/plain.rs", clock)).len(), 1);
    assert!(banned_words(&Source::new("src/world/host.rs", clock)).is_empty());
}

#[test]
fn the_other_checks_find_what_they_look_for() {
    assert_eq!(unknown_rooms(&["attic/".to_owned(), "world/".to_owned(), "lib.rs".to_owned()]).len(), 1);
    assert_eq!(foreign_identifiers(&Source::new("src/x.rs", "let 金额 = \"金额\"; // 金额\n")).len(), 1);
    assert!(foreign_identifiers(&Source::new("src/x.rs", "let fen = \"金额\"; // 金额\n")).is_empty());
    assert_eq!(length_and_heading(&Source::new("src/x.rs", &"\n".repeat(MAX_LINES + 1))).len(), 2);
    assert_eq!(leftovers("a.md", LEFTOVERS[0]).len(), 1);
    assert_eq!(machine_paths("a.md", "see /there/x", &["/there/".to_owned()]).len(), 1);
}
