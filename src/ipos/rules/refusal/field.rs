//! A member of a request is not what it must be.

use crate::world::journal::Note;

/// Why a member is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldRefusal {
    /// It must be there.
    Missing(String),
    /// It is longer than so many characters.
    TooLong {
        /// Which.
        name: String,
        /// The most it may have.
        longest: usize,
    },
    /// A `pos_seq` has more than twelve characters.
    PosSeqTooShort,
    /// An amount is whole fen, at most nine digits.
    NoAmount(String),
    /// It is one of a few words, and not this one.
    UnknownWord {
        /// Which.
        name: String,
        /// The word.
        word: String,
    },
    /// It is written otherwise.
    Format {
        /// Which.
        name: String,
        /// How it is written.
        wanted: String,
    },
}

impl FieldRefusal {
    /// A member that must be there.
    #[must_use]
    pub fn missing(name: &str) -> FieldRefusal {
        FieldRefusal::Missing(name.to_owned())
    }

    /// A member that is written otherwise.
    #[must_use]
    pub fn format(name: &str, wanted: &str) -> FieldRefusal {
        FieldRefusal::Format { name: name.to_owned(), wanted: wanted.to_owned() }
    }

    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            FieldRefusal::Missing(name) => {
                Note::new(format!("{name} is missing or empty"), format!("缺少 {name} 或其值为空"))
            }
            FieldRefusal::TooLong { name, longest } => Note::new(
                format!("{name} has more than {longest} characters"),
                format!("{name} 超过 {longest} 个字符"),
            ),
            FieldRefusal::PosSeqTooShort => {
                Note::new("pos_seq has more than 12 characters", "pos_seq 须多于 12 个字符")
            }
            FieldRefusal::NoAmount(name) => Note::new(
                format!("{name} is whole fen, 1 to 999999999; ipos-sa knows no decimals"),
                format!("{name} 以分为单位的整数，1 至 999999999；ipos-sa 金额没有小数"),
            ),
            FieldRefusal::UnknownWord { name, word } => {
                Note::new(format!("{name} has no value `{word}`"), format!("{name} 没有取值 `{word}`"))
            }
            FieldRefusal::Format { name, wanted } => Note::new(
                format!("{name} is not written as it must be ({wanted})"),
                format!("{name} 格式不符（{wanted}）"),
            ),
        }
    }
}
