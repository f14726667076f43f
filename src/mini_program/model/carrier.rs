//! Carriers that the platform knows: what get_delivery_list answers (2.11). Nothing is refused for being none of them (SH-21).

/// A carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    /// The `delivery_id`, which uploads send as `express_company`.
    pub id: &'static str,
    /// The `delivery_name`.
    pub name: &'static str,
}

/// The carrier whose parcels need a contact (2.1).
pub const SF: &str = "SF";

const fn carrier(id: &'static str, name: &'static str) -> Carrier {
    Carrier { id, name }
}

/// The carriers of this sandbox; the real list has well over a thousand.
pub const CARRIERS: &[Carrier] = &[
    carrier(SF, "顺丰速运"),
    carrier("YTO", "圆通速递"),
    carrier("ZTO", "中通快递"),
    carrier("STO", "申通快递"),
    carrier("YD", "韵达速递"),
    carrier("JTSD", "极兔速递"),
    carrier("JD", "京东快递"),
    carrier("DBL", "德邦快递"),
    carrier("EMS", "EMS"),
    carrier("YZPY", "邮政快递包裹"),
    carrier("YZBK", "邮政国内标快"),
    carrier("HTKY", "百世快递"),
    carrier("UC", "优速快递"),
    carrier("ZJS", "宅急送"),
    carrier("HHTT", "天天快递"),
    carrier("ZTOKY", "中通快运"),
    carrier("STOKY", "申通快运"),
    carrier("YDKY", "韵达快运"),
    carrier("BTWL", "百世快运"),
    carrier("ANE", "安能物流"),
    carrier("KYSY", "跨越速运"),
    carrier("SURE", "速尔快递"),
    carrier("FAST", "快捷速递"),
    carrier("GTO", "国通快递"),
    carrier("QFKD", "全峰快递"),
    carrier("RFD", "如风达"),
    carrier("DNWL", "丹鸟物流"),
    carrier("SX", "顺心捷达"),
    carrier("YMDD", "壹米滴答"),
    carrier("XFEX", "信丰物流"),
    carrier("JGSD", "京广速递"),
    carrier("FWX", "丰网速运"),
    carrier("DHL", "DHL"),
    carrier("UPS", "UPS"),
    carrier("FEDEX", "FEDEX联邦快递"),
    carrier("BDT", "八达通"),
];

/// What is known about a carrier as an upload writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Its code.
    Code,
    /// Its name, or a part of it, in the place of this carrier's code.
    Name(Carrier),
    /// Nothing.
    Stranger,
}

/// What is known about a carrier as an upload writes it; a code is one in capitals.
#[must_use]
pub fn known(written: &str) -> Known {
    if CARRIERS.iter().any(|carrier| carrier.id == written) {
        return Known::Code;
    }
    let alike = |carrier: &&Carrier| {
        carrier.id.eq_ignore_ascii_case(written)
            || (!written.is_ascii() && (carrier.name.contains(written) || written.contains(carrier.name)))
    };
    CARRIERS.iter().find(alike).map_or(Known::Stranger, |carrier| Known::Name(*carrier))
}

#[cfg(test)]
mod tests {
    use super::{CARRIERS, Known, known};

    #[test]
    fn a_code_is_known_and_a_name_leads_to_it() {
        let zto = CARRIERS.iter().copied().find(|carrier| carrier.id == "ZTO").unwrap();
        assert_eq!(known("ZTO"), Known::Code);
        for written in ["中通", "中通快递", "中通快递有限公司", "zto"] {
            assert_eq!(known(written), Known::Name(zto), "{written}");
        }
        assert_eq!(known("OTHER"), Known::Stranger);
        assert_eq!(known("没有的快递"), Known::Stranger);
    }

    #[test]
    fn every_code_stands_once() {
        for (at, one) in CARRIERS.iter().enumerate() {
            assert!(CARRIERS[at + 1..].iter().all(|other| other.id != one.id), "{}", one.id);
        }
    }
}
