//! What each refusal looks like on the wire.

use crate::mini_program::rules::refusal::{
    ApplicationRefusal, CombinedRefusal, Errcode, FilingRefusal, LoginRefusal, Refusal, ShippingRefusal,
    TokenRefusal,
};

/// The code of a refusal.
pub(super) const fn of_refusal(refusal: &Refusal) -> Errcode {
    match refusal {
        Refusal::Armed(code) => *code,
        Refusal::UnknownPath { .. } => Errcode::InvalidUrl,
        Refusal::PostRequired => Errcode::RequirePost,
        Refusal::GetRequired => Errcode::RequireGet,
        Refusal::EmptyBody => Errcode::EmptyPostData,
        Refusal::DataFormat(_) => Errcode::DataFormat,
        Refusal::AppidMissing => Errcode::AppidMissing,
        Refusal::UnknownAppid(_) => Errcode::InvalidAppid,
        Refusal::GrantType { .. } => Errcode::InvalidGrantType,
        Refusal::SecretMissing => Errcode::AppsecretMissing,
        Refusal::WrongSecret(_) => Errcode::InvalidAppsecret,
        Refusal::TokenMissing => Errcode::TokenMissing,
        Refusal::Token(TokenRefusal::Unknown | TokenRefusal::Retired) => Errcode::InvalidCredential,
        Refusal::Token(TokenRefusal::Expired) => Errcode::TokenExpired,
        Refusal::Token(TokenRefusal::ForcedTooOften(_) | TokenRefusal::AskedTooOftenToday(_)) => {
            Errcode::DailyQuota
        }
        Refusal::Token(TokenRefusal::AskedTooOften(_)) => Errcode::MinuteQuota,
        // assumed: no page says what a login of another kind of application answers, or of too narrow a scope
        Refusal::Login(LoginRefusal::OtherKind(_) | LoginRefusal::ScopeTooNarrow) => Errcode::ApiUnauthorized,
        Refusal::Login(LoginRefusal::CodeMissing) => Errcode::CodeMissing,
        Refusal::Login(LoginRefusal::UnknownCode) => Errcode::InvalidCode,
        Refusal::Login(LoginRefusal::UsedCode) => Errcode::CodeBeenUsed,
        Refusal::Login(LoginRefusal::OpenidMissing) => Errcode::OpenidMissing,
        Refusal::Login(LoginRefusal::UnknownOpenid(_)) => Errcode::InvalidOpenid,
        Refusal::Shipping(refusal) => of_shipping(refusal),
        Refusal::Combined(CombinedRefusal::OtherNumberType) => Errcode::OtherNumberType,
        Refusal::Combined(CombinedRefusal::Twice(_)) => Errcode::SubOrderTwice,
        Refusal::LastIndex => Errcode::LastIndex,
        Refusal::Filing(FilingRefusal::Type) => Errcode::FilingType,
        Refusal::Filing(FilingRefusal::Delay { .. }) => Errcode::FilingDelay,
        Refusal::Filing(FilingRefusal::Order(_)) => Errcode::FilingOrder,
        Refusal::Application(ApplicationRefusal::TradeTypeTwice) => Errcode::TradeTypeTwice,
        // assumed for another application: 48001 was seen, nobody says when
        Refusal::OtherApp(_) | Refusal::NoMiniProgram(_) => Errcode::ApiUnauthorized,
        // assumed: no page says what its parameters get
        Refusal::Application(ApplicationRefusal::TradeType) | Refusal::Args(_) => Errcode::InvalidArgs,
        Refusal::Application(ApplicationRefusal::Brand) => Errcode::BrandParameter,
        Refusal::Application(ApplicationRefusal::BrandUnderReview) => Errcode::BrandState,
    }
}

const fn of_shipping(refusal: &ShippingRefusal) -> Errcode {
    match refusal {
        ShippingRefusal::NumberType => Errcode::NumberType,
        ShippingRefusal::NoTransactionId => Errcode::TransactionIdMissing,
        ShippingRefusal::NoMchid => Errcode::MchidMissing,
        ShippingRefusal::NoOutTradeNo => Errcode::OutTradeNoMissing,
        ShippingRefusal::LogisticsType => Errcode::LogisticsType,
        ShippingRefusal::DeliveryMode => Errcode::DeliveryMode,
        ShippingRefusal::NotOneEntry(_) => Errcode::NotOneEntry,
        ShippingRefusal::TooManyParcels { .. } => Errcode::TooManyParcels,
        ShippingRefusal::SplitWithoutExpress => Errcode::SplitNeedsExpress,
        ShippingRefusal::NoAllDelivered => Errcode::AllDeliveredMissing,
        ShippingRefusal::NoTrackingNo => Errcode::TrackingMissing,
        ShippingRefusal::NoExpressCompany => Errcode::CarrierMissing,
        ShippingRefusal::LongTrackingNo => Errcode::TrackingLong,
        ShippingRefusal::LongExpressCompany => Errcode::CarrierLong,
        ShippingRefusal::NoItemDesc => Errcode::ItemDescMissing,
        ShippingRefusal::LongItemDesc => Errcode::ItemDescLong,
        ShippingRefusal::UploadTime(_) => Errcode::UploadTime,
        ShippingRefusal::Parameter(_) => Errcode::Parameter,
        ShippingRefusal::NoOrder(_) => Errcode::NoOrder,
        ShippingRefusal::OtherPayer => Errcode::OtherPayer,
        ShippingRefusal::NotShippable(_) => Errcode::NotShippable,
        ShippingRefusal::AgainTwice => Errcode::ReshipUsed,
        ShippingRefusal::Unchanged => Errcode::Unchanged,
        ShippingRefusal::NotShipped(_) => Errcode::NotShipped,
        ShippingRefusal::NotExpress => Errcode::RemindNeedsExpress,
        ShippingRefusal::RemindedTwice => Errcode::RemindedTwice,
        ShippingRefusal::ReceivedTime => Errcode::ReceivedTime,
    }
}
