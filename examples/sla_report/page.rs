//! The page that is written: headings, tables and lines, in one of two languages.

use std::fmt::{Display, Write as _};

use chrono::NaiveDateTime;
use service_quality::quantity::{Language, Number, Span, Timestamp, Zone};

use crate::shared::table::align;

/// What is written, in which language and with the clocks of which zone.
pub(crate) struct Page {
    pub(crate) language: Language,
    zone: Zone,
    text: String,
}

impl Page {
    pub(crate) fn new(language: Language, zone: Zone) -> Self {
        Self { language, zone, text: String::new() }
    }

    pub(crate) fn word<'w>(&self, english: &'w str, chinese: &'w str) -> &'w str {
        match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }

    pub(crate) fn heading(&mut self, english: &str, chinese: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        let heading = self.word(english, chinese).to_owned();
        let _ = writeln!(self.text, "{gap}{heading}");
    }

    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "  {}", line.as_ref());
    }

    /// Of what, and what is said of it.
    pub(crate) fn named(&mut self, name: impl Display, text: impl Display) {
        let colon = self.word(": ", "：");
        self.line(format!("{name}{colon}{text}"));
    }

    /// The first row is that of the columns' names, in both languages.
    pub(crate) fn table(&mut self, names: &[(&str, &str)], rows: Vec<Vec<String>>) {
        let names = names.iter().map(|(english, chinese)| self.word(english, chinese).to_owned()).collect();
        let rows: Vec<Vec<String>> = std::iter::once(names).chain(rows).collect();
        self.text += &align(&rows);
    }

    pub(crate) fn wall(&self, at: Timestamp) -> NaiveDateTime {
        self.zone.wall(at)
    }

    pub(crate) fn text(self) -> String {
        self.text
    }
}

/// Minutes, to one place.
pub(crate) fn minutes(span: Span) -> String {
    shown(Number::ratio(span.seconds().into(), 60, 1))
}

pub(crate) fn shown(number: Option<impl ToString>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}
