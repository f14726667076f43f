//! What may stand where. Add a row here when a room or a ban is added.

/// A room of `src/`, and the rooms it may name. Whatever is not listed is forbidden.
pub(crate) struct Room {
    /// The folder or file under `src/`.
    pub(crate) name: &'static str,
    /// The rooms it may use, all of them further down.
    pub(crate) may_use: &'static [&'static str],
}

/// The imitated systems. One never names another: what they have to tell each other goes through `world`.
pub(crate) const SYSTEMS: [&str; 5] = ["wechat_pay", "mini_program", "allinpay", "huifu", "ipos"];

const BELOW_SYSTEMS: &[&str] = &["crypto", "world"];
const UP_TO_SYSTEMS: &[&str] =
    &["crypto", "world", "wechat_pay", "mini_program", "allinpay", "huifu", "ipos"];
const UP_TO_DELIVER: &[&str] =
    &["crypto", "world", "wechat_pay", "mini_program", "allinpay", "huifu", "ipos", "deliver"];
const UP_TO_CONTROL: &[&str] =
    &["crypto", "world", "wechat_pay", "mini_program", "allinpay", "huifu", "ipos", "deliver", "control"];
// A scenario's world gets a listener of its own, so scenarios stand on the doors.
const UP_TO_DOORS: &[&str] = &[
    "crypto",
    "world",
    "wechat_pay",
    "mini_program",
    "allinpay",
    "huifu",
    "ipos",
    "deliver",
    "control",
    "doors",
    "console",
];
const EVERYTHING: &[&str] = &[
    "crypto",
    "world",
    "wechat_pay",
    "mini_program",
    "allinpay",
    "huifu",
    "ipos",
    "deliver",
    "control",
    "doors",
    "console",
    "scenario",
];

/// Every room, bottom up.
pub(crate) const ROOMS: &[Room] = &[
    Room { name: "crypto", may_use: &[] },
    Room { name: "world", may_use: &["crypto"] },
    Room { name: "wechat_pay", may_use: BELOW_SYSTEMS },
    Room { name: "mini_program", may_use: BELOW_SYSTEMS },
    Room { name: "allinpay", may_use: BELOW_SYSTEMS },
    Room { name: "huifu", may_use: BELOW_SYSTEMS },
    // ipos-sa is another wire over the books of huifu.
    Room { name: "ipos", may_use: &["crypto", "world", "huifu"] },
    Room { name: "deliver", may_use: UP_TO_SYSTEMS },
    Room { name: "control", may_use: UP_TO_DELIVER },
    Room { name: "console", may_use: UP_TO_CONTROL },
    // The doors serve whatever is behind them, the console's pages too.
    Room {
        name: "doors",
        may_use: &[
            "crypto",
            "world",
            "wechat_pay",
            "mini_program",
            "allinpay",
            "huifu",
            "ipos",
            "deliver",
            "control",
            "console",
        ],
    },
    Room { name: "scenario", may_use: UP_TO_DOORS },
    Room { name: "cli", may_use: EVERYTHING },
];

/// Files directly under `src/` that belong to no room: the library's list of rooms, and the program.
pub(crate) const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

/// Where a ban holds.
pub(crate) enum Place {
    /// Everywhere in `src/` except files whose path begins with one of these.
    AllBut(&'static [&'static str]),
    /// In files whose path begins with one of these.
    In(&'static [&'static str]),
    /// In the folder or file of this name inside any system: `src/wechat_pay/rules/`, `src/huifu/rules.rs`.
    InSystems(&'static str),
}

/// Words that may not stand in a place, outside comments and `#[cfg(test)]`.
pub(crate) struct Ban {
    /// What is looked for.
    pub(crate) words: &'static [&'static str],
    /// Where it may not stand.
    pub(crate) place: Place,
    /// Why.
    pub(crate) rule: &'static str,
    /// The way out.
    pub(crate) instead: &'static str,
}

const HOST: &str = "src/world/host.rs";

/// Transport and servers, which no rule may know.
const TRANSPORT: &[&str] = &["actix", "tokio", "reqwest", "http::", "hyper"];

/// Every ban.
pub(crate) const BANS: &[Ban] = &[
    Ban {
        words: TRANSPORT,
        place: Place::InSystems("rules"),
        rule: "a system's rules know no HTTP and no runtime",
        instead: "take plain values and return a plain outcome; the system's http/ maps it",
    },
    Ban {
        words: TRANSPORT,
        place: Place::InSystems("model"),
        rule: "a system's model knows no HTTP and no runtime",
        instead: "keep plain structs; the system's http/ encodes them",
    },
    Ban {
        words: &["actix", "tokio", "reqwest"],
        place: Place::In(&["src/crypto", "src/world"]),
        rule: "the ground floor knows no server, no client and no runtime",
        instead: "bytes and plain values in, bytes and plain values out",
    },
    Ban {
        words: &["rusqlite", "SELECT ", "INSERT INTO", "INSERT OR", "DELETE FROM", "CREATE TABLE"],
        place: Place::AllBut(&["src/world"]),
        rule: "SQL is written in world/ only",
        instead: "ask the world's stores",
    },
    Ban {
        words: &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "now_utc(",
            "now_local(",
            "thread::sleep",
            "time::sleep",
            "time::interval",
        ],
        place: Place::AllBut(&[HOST]),
        rule: "host time is read in src/world/host.rs only",
        instead: "take `now` as an argument, or put it on the agenda",
    },
    Ban {
        words: &[
            "rand::rng(",
            "rand::random",
            "rand::fill",
            "make_rng",
            "thread_rng",
            "ThreadRng",
            "OsRng",
            "SysRng",
            "getrandom",
        ],
        place: Place::AllBut(&[HOST]),
        rule: "unseeded randomness is read in src/world/host.rs only",
        instead: "draw from a named stream of the world's seed",
    },
    Ban {
        words: &["SystemRandom"],
        // aws-lc-rs asks for a source of randomness even where PKCS#1 v1.5 uses none.
        place: Place::AllBut(&[HOST, "src/crypto/"]),
        rule: "unseeded randomness is read in src/world/host.rs only",
        instead: "draw from a named stream of the world's seed",
    },
    Ban {
        words: &["async ", ".await"],
        place: Place::In(&[
            "src/crypto",
            "src/world",
            "src/wechat_pay",
            "src/mini_program",
            "src/allinpay",
            "src/huifu",
            "src/ipos",
        ]),
        rule: "nothing waits inside a world or a system",
        instead: "decide here and return what is to be done; deliver/ and doors/ wait",
    },
    Ban {
        words: &["serde_saphyr"],
        place: Place::AllBut(&["src/control/catalogue", "src/control/given.rs", "src/scenario/load"]),
        rule: "YAML is parsed in scenario/load.rs, control/given.rs and control/catalogue.rs only",
        instead: "take the parsed value",
    },
    Ban {
        words: &["anyhow"],
        place: Place::AllBut(&["src/cli", "src/main.rs"]),
        rule: "errors below the command line have types",
        instead: "add a variant to the room's error enum",
    },
    Ban { words: &["chrono::"], place: Place::AllBut(&[]), rule: "one library of time", instead: "use jiff" },
];

/// The longest file allowed under `src/`, in lines.
pub(crate) const MAX_LINES: usize = 450;

/// Signs of unfinished work; written in halves, so that this table does not find itself.
pub(crate) const LEFTOVERS: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
    concat!("#[ig", "nore"),
    concat!("dbg", "!("),
];
