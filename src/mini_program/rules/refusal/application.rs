//! Why an application for the mini program itself is not taken.

use crate::world::journal::Note;

/// Why an application for the mini program itself is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationRefusal {
    /// Another trade type was applied for already.
    TradeTypeTwice,
    /// The application for another trade type is not as it must be.
    TradeType,
    /// A brand's application is not as it must be.
    Brand,
    /// A brand's application is under review.
    BrandUnderReview,
}

impl ApplicationRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(self) -> Note {
        match self {
            ApplicationRefusal::TradeTypeTwice => Note::new(
                "a mini program applies for another trade type once",
                "小程序只能申请一次交易类型变更",
            ),
            ApplicationRefusal::TradeType => Note::new(
                "trade_type is 1 to 4, reason is needed, material_list has 10 entries at most, 3 of them videos, each with type 1 or 2 and a media_id",
                "trade_type 为 1 至 4，须有 reason，material_list 最多 10 项、其中视频最多 3 个，每项须有 type（1 或 2）和 media_id",
            ),
            ApplicationRefusal::Brand => Note::new(
                "Application.apply_for is 1 or 2; 1 needs audit_info with brand_name and brand_type",
                "Application.apply_for 为 1 或 2；为 1 时须有 audit_info 的 brand_name 和 brand_type",
            ),
            ApplicationRefusal::BrandUnderReview => {
                Note::new("the brand's application is under review already", "品牌申请正在审核中")
            }
        }
    }
}
