//! What is wrong with a file: where, what, and what to write instead.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

/// What is wrong with a scenario file.
#[derive(Debug)]
pub struct Wrong {
    what: String,
    label: String,
    help: Option<String>,
    file: String,
    source: NamedSource<String>,
    place: Option<(usize, usize)>,
}

impl Wrong {
    /// Something wrong at a place of a file: byte offset and length.
    pub(super) fn at(file: &str, text: &str, place: (usize, usize), what: impl Into<String>) -> Wrong {
        let end = text.len();
        let start = place.0.min(end);
        Wrong {
            what: what.into(),
            label: "here".to_owned(),
            help: None,
            file: file.to_owned(),
            source: NamedSource::new(file, text.to_owned()).with_language("YAML"),
            place: Some((start, place.1.min(end - start))),
        }
    }

    /// A file that is wrong as a whole.
    pub(super) fn whole(file: &str, what: impl Into<String>) -> Wrong {
        Wrong { place: None, ..Wrong::at(file, "", (0, 0), what) }
    }

    /// What to write instead.
    pub(super) fn help(self, help: impl Into<String>) -> Wrong {
        Wrong { help: Some(help.into()), ..self }
    }

    /// What stands at the caret.
    pub(super) fn label(self, label: impl Into<String>) -> Wrong {
        Wrong { label: label.into(), ..self }
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The whole message: sentence, `file:line:column`, the line with a caret, and what to write instead.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut text = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false);
        if handler.render_report(&mut text, self).is_err() {
            text = format!("{}: {}", self.file, self.what);
        }
        text
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(_) => f.write_str(&self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for Wrong {}

impl Diagnostic for Wrong {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.map(|_| &self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (offset, length) = self.place?;
        Some(Box::new(std::iter::once(LabeledSpan::new(Some(self.label.clone()), offset, length))))
    }
}
