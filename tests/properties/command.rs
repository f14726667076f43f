//! What may happen, in random order.

use proptest::collection::vec;
use proptest::prelude::*;

/// One thing that a merchant, a buyer, a receiver or the calendar does. Places count modulo what there is.
#[derive(Debug, Clone)]
pub(crate) enum Command {
    Place { sub: usize, total: i64, flagged: bool, subsidy: bool },
    PlaceCombined(Vec<(usize, i64, bool)>),
    Pay(usize),
    FailPay(usize),
    Close(usize),
    Split { order: usize, permille: i64, finish: bool },
    Finish(usize),
    Repeat(usize),
    Advance(u32, u32),
    TopUp { fees: bool, amount: i64 },
    Permission { on: bool },
    Rotate { old: bool },
    Retire,
    Resend(usize),
    Fault(usize),
    Receiver(u16),
    Money(Deed, usize, i64),
}

/// What moves money besides payments. Each picks its order, split, refund or withdrawal by a place, and its amount in
/// thousandths of what could be asked at most and a little more.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    AddReceiver,
    DeleteReceiver,
    SplitToOthers,
    FailDetail,
    Trouble,
    Return,
    Refund {
        advance: bool,
    },
    EndRefund,
    OtherCard,
    ReturnAdvance,
    Subsidy,
    ReturnSubsidy,
    CancelSubsidy,
    Withdraw {
        platform: bool,
    },
    EndWithdraw,
    DayEnd,
    OwnWithdraw,
    TopUp,
    /// WeChat controls the mini program, or lifts that.
    Control,
    Ship,
    ConfirmReceipt,
    /// The buyer complains, or takes that back.
    Complain,
}

fn deeds() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => Just(Deed::AddReceiver),
        1 => Just(Deed::DeleteReceiver),
        9 => Just(Deed::SplitToOthers),
        1 => Just(Deed::FailDetail),
        1 => Just(Deed::Trouble),
        7 => Just(Deed::Return),
        6 => any::<bool>().prop_map(|advance| Deed::Refund { advance }),
        2 => Just(Deed::EndRefund),
        1 => Just(Deed::OtherCard),
        1 => Just(Deed::ReturnAdvance),
        6 => Just(Deed::Subsidy),
        4 => Just(Deed::ReturnSubsidy),
        1 => Just(Deed::CancelSubsidy),
        3 => any::<bool>().prop_map(|platform| Deed::Withdraw { platform }),
        2 => Just(Deed::EndWithdraw),
        1 => Just(Deed::DayEnd),
        1 => Just(Deed::OwnWithdraw),
        2 => Just(Deed::TopUp),
        1 => Just(Deed::Control),
        4 => Just(Deed::Ship),
        4 => Just(Deed::ConfirmReceipt),
        2 => Just(Deed::Complain),
    ]
}

fn totals() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 1_i64..=100_000, 1 => Just(1_i64), 1 => 80_i64..=90, 1 => 900_000_000_i64..=1_000_000_000]
}

pub(crate) fn commands() -> impl Strategy<Value = Command> {
    let spans =
        prop_oneof![8 => Just(30_u32), 8 => 0..120_u32, 6 => 0..100_000_u32, 1 => 15_000_000..16_000_000_u32];
    prop_oneof![
        5 => (0..3_usize, totals(), any::<bool>(), any::<bool>())
            .prop_map(|(sub, total, flagged, more)| Command::Place { sub, total, flagged, subsidy: flagged && more }),
        2 => vec((0..3_usize, totals(), any::<bool>()), 1..5).prop_map(Command::PlaceCombined),
        8 => any::<usize>().prop_map(Command::Pay),
        1 => any::<usize>().prop_map(Command::FailPay),
        1 => any::<usize>().prop_map(Command::Close),
        6 => (any::<usize>(), 0..1100_i64, any::<bool>()).prop_map(|(order, permille, finish)| Command::Split {
            order,
            permille: if finish { permille / 3 } else { permille / 4 },
            finish
        }),
        2 => any::<usize>().prop_map(Command::Finish),
        3 => any::<usize>().prop_map(Command::Repeat),
        7 => (spans, any::<u32>()).prop_map(|(span, cut)| Command::Advance(span, cut)),
        1 => (any::<bool>(), 1..100_000_i64).prop_map(|(fees, amount)| Command::TopUp { fees, amount }),
        1 => any::<bool>().prop_map(|on| Command::Permission { on }),
        1 => any::<bool>().prop_map(|old| Command::Rotate { old }),
        1 => Just(Command::Retire),
        1 => any::<usize>().prop_map(Command::Resend),
        1 => (0..3_usize).prop_map(Command::Fault),
        1 => prop_oneof![Just(200_u16), Just(204), Just(500), Just(302), Just(0)].prop_map(Command::Receiver),
        40 => (deeds(), any::<usize>(), 1..1050_i64)
            .prop_map(|(deed, place, permille)| Command::Money(deed, place, permille)),
    ]
}
