//! Why a combined order cannot be shipped like this.

use crate::world::journal::Note;

/// Why a combined order cannot be shipped like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CombinedRefusal {
    /// A sub order is named another way than the main order (SH-28).
    OtherNumberType,
    /// This sub order stands twice (SH-28).
    Twice(String),
}

impl CombinedRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            CombinedRefusal::OtherNumberType => Note::new(
                "the main order and every sub order have the same order_number_type (SH-28)",
                "主单与各子单的 order_number_type 须一致（SH-28）",
            ),
            CombinedRefusal::Twice(number) => Note::new(
                format!("the sub order {number} stands twice (SH-28)"),
                format!("子单 {number} 重复（SH-28）"),
            ),
        }
    }
}
