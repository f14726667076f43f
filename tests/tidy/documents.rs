//! Checks on the two READMEs.

/// Lines of a document outside fenced blocks, counted from 1.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push((at + 1, line));
        }
    }
    lines
}

/// Line and depth of every heading.
fn headings(text: &str) -> Vec<(usize, usize)> {
    prose(text)
        .into_iter()
        .map(|(at, line)| (at, line.bytes().take_while(|b| *b == b'#').count(), line))
        .filter(|(_, depth, line)| (1..=6).contains(depth) && line[*depth..].starts_with(' '))
        .map(|(at, depth, _)| (at, depth))
        .collect()
}

/// Differences between the READMEs: headings, links at the top, commands shown.
pub(crate) fn twins(english: &str, chinese: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (en, zh) = (headings(english), headings(chinese));
    for at in 0..en.len().max(zh.len()) {
        let (a, b) = (en.get(at), zh.get(at));
        if a.map(|h| h.1) != b.map(|h| h.1) {
            let (a, b) = (a.map_or(0, |h| h.0), b.map_or(0, |h| h.0));
            faults.push(format!(
                "README.md:{a}, README.zh-CN.md:{b}: heading {} differs: both have the same headings",
                at + 1
            ));
            break;
        }
    }
    for (name, text, other) in
        [("README.md", english, "README.zh-CN.md"), ("README.zh-CN.md", chinese, "README.md")]
    {
        if !text.lines().take(5).any(|line| line.contains(&format!("]({other})"))) {
            faults.push(format!("{name}:1: no link to {other} in the first five lines: add it"));
        }
    }
    if commands(english) != commands(chinese) {
        faults.push(
            "README.md, README.zh-CN.md: the blocks of commands differ: show the same commands in both"
                .to_owned(),
        );
    }
    faults
}

/// The commands shown in blocks of `sh`, without their comments.
fn commands(text: &str) -> Vec<&str> {
    let mut within = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            within = line == "```sh";
        } else if within {
            let command = line.split(" # ").next().unwrap_or(line).trim_end();
            if !command.is_empty() && !command.starts_with("# ") {
                commands.push(command);
            }
        }
    }
    commands
}

/// CI must run the very command that the READMEs promise.
pub(crate) fn test_command(english: &str, chinese: &str, ci: &str) -> Vec<String> {
    const COMMAND: &str = "cargo test --locked";
    let mut faults = Vec::new();
    for (name, text) in [("README.md", english), ("README.zh-CN.md", chinese)] {
        if !commands(text).contains(&COMMAND) {
            faults.push(format!(
                "{name}: does not show `{COMMAND}`: it is the one command that runs the tests"
            ));
        }
    }
    if !ci.contains(&format!("{COMMAND} ")) {
        faults.push(format!(".ci/run: does not run `{COMMAND}`: run what the README promises"));
    }
    faults
}

#[test]
fn differences_are_seen() {
    let english =
        "# A\n[中文](README.zh-CN.md)\n## B\n```sh\n# not a heading\ncargo test --locked  # all\n```\n";
    let chinese = "# 甲\n[English](README.md)\n## 乙\n```sh\ncargo test --locked\n```\n";
    assert!(twins(english, chinese).is_empty(), "{:?}", twins(english, chinese));
    assert_eq!(twins(english, &chinese.replace("## 乙", "### 乙")).len(), 1);
    assert_eq!(twins(english, &chinese.replace("(README.md)", "")).len(), 1);
    assert_eq!(twins(english, &chinese.replace("--locked", "")).len(), 1);
    assert!(test_command(english, chinese, "  cargo test --locked 2>&1").is_empty());
    assert_eq!(test_command(english, chinese, "cargo nextest").len(), 1);
}
