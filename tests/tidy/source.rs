//! The repository's files as the checks see them.

use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "__pycache__"];

/// Kinds of text file that the checks read, by the end of the name.
const TEXTS: [&str; 11] =
    [".rs", ".md", ".yaml", ".yml", ".toml", ".py", ".js", ".mjs", ".html", ".json", "/run"];

/// One file of Rust, in three views with the same lines.
pub(crate) struct Source {
    /// Path from the root of the repository, with `/`.
    pub(crate) path: String,
    /// The text as it is.
    pub(crate) text: String,
    /// Without comments and without what follows `#[cfg(test)] mod`.
    pub(crate) code: String,
    /// Without comments, strings and characters.
    pub(crate) bare: String,
}

impl Source {
    /// Makes the views.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, bare) = strip(text);
        let code = match code.find("#[cfg(test)]\nmod ") {
            Some(at) => code[..at].to_owned(),
            None => code,
        };
        Self { path: path.to_owned(), text: text.to_owned(), code, bare }
    }

    /// The room the file is in: the first folder under `src/`, or the file itself.
    pub(crate) fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = below.split('/').next().unwrap_or(below);
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file that must exist.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

/// Every `.rs` file under a folder, in path order.
pub(crate) fn rust_files(folder: &str) -> Vec<Source> {
    files(folder)
        .iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| Source::new(path, &read(path)))
        .collect()
}

/// The names of what stands directly in a folder, folders as `name/`.
pub(crate) fn folders(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = entries(&root().join(folder))
        .iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() { format!("{name}/") } else { name }
        })
        .collect();
    names.sort();
    names
}

/// Path and text of every text file of the repository but this guard's own.
pub(crate) fn all_texts() -> Vec<(String, String)> {
    files("")
        .into_iter()
        .filter(|path| TEXTS.iter().any(|end| path.ends_with(end)) && !path.starts_with("tests/tidy"))
        .map(|path| {
            (
                path.clone(),
                String::from_utf8_lossy(&std::fs::read(root().join(&path)).expect(&path)).into_owned(),
            )
        })
        .collect()
}

/// Beginnings of paths that exist on one machine only: homes, and where this clone lies.
pub(crate) fn machine_places() -> Vec<String> {
    let mut places: Vec<String> =
        [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("C:\\Us", "ers")]
            .iter()
            .map(|s| (*s).to_owned())
            .collect();
    if root().components().count() > 2 {
        places.push(format!("{}/", root().display()));
    }
    places
}

/// Paths of all files under a folder, from the root, in order.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for path in entries(&next) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    open.push(path);
                }
            } else if let Ok(below) = path.strip_prefix(root()) {
                found.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the repository");
    entries.map(|entry| entry.expect("an entry of a folder").path()).collect()
}

/// Where the reader of Rust text is.
#[derive(Clone, Copy, PartialEq)]
enum In {
    Code,
    Line,
    Block(usize),
    Text,
    Raw(usize),
}

/// The text without comments, and the text without comments, strings and characters; lines stay where they are.
fn strip(text: &str) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut bare) = (String::new(), String::new());
    let (mut state, mut at) = (In::Code, 0);
    while at < chars.len() {
        let (next, length) = step(state, &chars, at);
        for c in &chars[at..at + length] {
            let blank = if *c == '\n' { '\n' } else { ' ' };
            let comment = matches!(state, In::Line | In::Block(_)) || matches!(next, In::Line | In::Block(_));
            let quoted = state != In::Code || next != In::Code || length > 1;
            code.push(if comment { blank } else { *c });
            bare.push(if comment || quoted { blank } else { *c });
        }
        at += length;
        state = next;
    }
    (code, bare)
}

/// The state after the next piece, and how many characters the piece has.
fn step(state: In, chars: &[char], at: usize) -> (In, usize) {
    let two = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
    match (state, two) {
        (In::Code, ('/', '/')) => (In::Line, 2),
        (In::Code, ('/', '*')) => (In::Block(1), 2),
        (In::Code, ('"', _)) => (In::Text, 1),
        (In::Code, ('r', '"' | '#')) => raw_begin(chars, at),
        (In::Code, ('\'', _)) => (In::Code, character(chars, at)),
        (In::Line, ('\n', _)) => (In::Code, 1),
        (In::Block(depth), ('/', '*')) => (In::Block(depth + 1), 2),
        (In::Block(1), ('*', '/')) => (In::Code, 2),
        (In::Block(depth), ('*', '/')) => (In::Block(depth - 1), 2),
        (In::Text, ('\\', _)) => (In::Text, 2.min(chars.len() - at)),
        (In::Text, ('"', _)) => (In::Code, 1),
        (In::Raw(hashes), ('"', _)) => {
            let closes = (1..=hashes).all(|i| chars.get(at + i) == Some(&'#'));
            if closes { (In::Code, 1 + hashes) } else { (state, 1) }
        }
        (state, _) => (state, 1),
    }
}

/// `r"`, `r#"`: a raw string begins, unless it is the end of a name or a raw identifier.
fn raw_begin(chars: &[char], at: usize) -> (In, usize) {
    let named = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') && chars[at - 1] != 'b';
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if named || chars.get(at + 1 + hashes) != Some(&'"') {
        (In::Code, 1)
    } else {
        (In::Raw(hashes), 2 + hashes)
    }
}

/// The length of a character literal, or 1 for the quote of a lifetime.
fn character(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        let rest = chars.get(at + 3..).unwrap_or_default();
        return rest.iter().position(|c| *c == '\'').map_or(1, |end| end + 4);
    }
    if chars.get(at + 2) == Some(&'\'') { 3 } else { 1 }
}

#[test]
fn comments_and_strings_are_told_from_code() {
    let text = "let a = \"x // y\"; // 中 tail\nlet b = r#\"raw \" 文\"#; /* in /* out */ */ let c: &'a str = '中'; let d = '\\'';\nfn e() {}\n";
    let source = Source::new("src/x.rs", text);
    assert_eq!(source.code.lines().count(), 3);
    assert!(source.code.contains("x // y") && !source.code.contains("tail") && !source.code.contains("out"));
    assert!(source.bare.is_ascii(), "{}", source.bare);
    assert!(source.bare.contains("fn e() {}") && source.bare.contains("&'a str"), "{}", source.bare);
}
