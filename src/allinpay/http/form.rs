//! Forms in UTF-8 (AL-02): read from requests, written into notices.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The fields of a form, decoded.
pub type Fields = BTreeMap<String, String>;

/// Reads a form.
///
/// # Errors
/// A sentence: what is no form, no UTF-8, or stands twice.
pub fn read(body: &[u8]) -> Result<Fields, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it is not ASCII".to_owned())?;
    let mut fields = Fields::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` has no ="))?;
        let (name, value) = (decoded(name)?, decoded(value)?);
        if let Some(before) = fields.insert(name.clone(), value.clone())
            && before != value
        {
            return Err(format!("{name} stands twice"));
        }
    }
    Ok(fields)
}

fn decoded(text: &str) -> Result<String, String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| format!("`{text}` is not UTF-8"))
}

/// Writes a form, in the order of the fields' names.
#[must_use]
pub fn write(fields: &Fields) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_keep_what_was_said() {
        let fields = read("a=%E6%B5%8B+%2B&b=&sign=x%3D%3D".as_bytes()).unwrap();
        assert_eq!(
            (fields["a"].as_str(), fields["b"].as_str(), fields["sign"].as_str()),
            ("测 +", "", "x==")
        );
        assert_eq!(read(write(&fields).as_bytes()).unwrap(), fields);
        for wrong in ["a", "a=%FF", "a=1&a=2"] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
