//! The form of every bill: comma-separated lines whose values begin with a backtick, ended by LF (BI-05).

/// How bills write an instant.
pub(super) const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// What was written of a bill and not yet sent.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
    begun: bool,
}

impl Sheet {
    /// A line of names, as it stands: only values carry the backtick.
    pub(super) fn names(&mut self, names: &str) {
        self.text.push_str(names);
        self.text.push('\n');
    }

    /// A line of values.
    pub(super) fn row<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        for value in values {
            self.value(value);
        }
        self.end();
    }

    /// The next value of a line.
    pub(super) fn value(&mut self, value: &str) {
        if self.begun {
            self.text.push(',');
        }
        self.begun = true;
        self.text.push('`');
        // What merchants wrote must break neither lines nor columns.
        for c in value.chars() {
            match c {
                ',' => self.text.push_str("\\ "),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\u{1}' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }

    /// Ends a line.
    pub(super) fn end(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    /// All that was written since this was last asked for.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_breaks_its_line() {
        let mut sheet = Sheet::default();
        sheet.names("交易时间,商品名称");
        sheet.row(["2026-01-05 10:00:00", "a,b\r\nc\u{1}d`"]);
        sheet.row([""]);
        assert_eq!(sheet.take(), "交易时间,商品名称\n`2026-01-05 10:00:00,`a\\ b\\r\\nc d`\n`\n");
        assert_eq!(sheet.take(), "");
    }
}
