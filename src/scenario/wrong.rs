//! What is wrong with a file: where, what, and what to write instead.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

/// What is wrong with a scenario file.
#[derive(Debug)]
pub struct Wrong(Box<Inner>);

#[derive(Debug)]
struct Inner {
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
        Wrong(Box::new(Inner {
            what: what.into(),
            label: "here".to_owned(),
            help: None,
            file: file.to_owned(),
            source: NamedSource::new(file, text.to_owned()).with_language("YAML"),
            place: Some((start, place.1.min(end - start))),
        }))
    }

    /// A file that is wrong as a whole.
    pub(super) fn whole(file: &str, what: impl Into<String>) -> Wrong {
        let mut wrong = Wrong::at(file, "", (0, 0), what);
        wrong.0.place = None;
        wrong
    }

    /// What to write instead.
    pub(super) fn help(mut self, help: impl Into<String>) -> Wrong {
        self.0.help = Some(help.into());
        self
    }

    /// What stands at the caret.
    pub(super) fn label(mut self, label: impl Into<String>) -> Wrong {
        self.0.label = label.into();
        self
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.0.what
    }

    /// The whole message: sentence, `file:line:column`, the line with a caret, and what to write instead.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut text = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false);
        if handler.render_report(&mut text, self).is_err() {
            text = format!("{}: {}", self.0.file, self.0.what);
        }
        text
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.place {
            Some(_) => f.write_str(&self.0.what),
            None => write!(f, "{}: {}", self.0.file, self.0.what),
        }
    }
}

impl std::error::Error for Wrong {}

impl Diagnostic for Wrong {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.place.map(|_| &self.0.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (offset, length) = self.0.place?;
        Some(Box::new(std::iter::once(LabeledSpan::new(Some(self.0.label.clone()), offset, length))))
    }
}
