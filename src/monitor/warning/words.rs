//! What findings and events share when they are told in words.

use crate::quantity::{Language, Span};

/// What can be told to people.
pub(in crate::monitor) trait Words {
    fn in_words(&self, language: Language) -> String;
}

/// The same in two languages.
macro_rules! words {
    ($language:expr, $english:literal, $chinese:literal) => {
        match $language {
            crate::quantity::Language::English => format!($english),
            crate::quantity::Language::Chinese => format!($chinese),
        }
    };
}
pub(in crate::monitor) use words;

/// A length of time as people say it, in its two largest units: `9 days 4 hours`. What is smaller is left out.
impl Words for Span {
    fn in_words(&self, language: Language) -> String {
        const UNITS: [(u64, &str, &str); 4] =
            [(86_400, "day", "天"), (3_600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒")];
        let mut rest = self.seconds().unsigned_abs();
        let mut parts = Vec::new();
        for (index, (length, english, chinese)) in UNITS.into_iter().enumerate() {
            let count = rest / length;
            rest %= length;
            if count > 0 {
                let plural = if count == 1 { "" } else { "s" };
                parts.push((index, words!(language, "{count} {english}{plural}", "{count} {chinese}")));
            }
        }
        // The second unit only next to the first: `9 days`, not `9 days 12 seconds`.
        let first = parts.first().map_or(0, |(index, _)| *index);
        let told: Vec<String> =
            parts.into_iter().filter(|(index, _)| *index <= first + 1).map(|(_, part)| part).collect();
        if told.is_empty() {
            return words!(language, "no time", "0 秒");
        }
        told.join(" ")
    }
}

/// Several in one sentence.
pub(in crate::monitor) fn joined(parts: impl IntoIterator<Item = String>, language: Language) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    parts.join(match language {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_people_say_them() {
        let said = |text: &str, language| text.parse::<Span>().unwrap().in_words(language);
        assert_eq!(said("P9D", Language::English), "9 days");
        assert_eq!(said("P1DT2H3M", Language::English), "1 day 2 hours");
        assert_eq!(said("P1DT3M", Language::Chinese), "1 天");
        assert_eq!(said("PT90S", Language::Chinese), "1 分钟 30 秒");
        assert_eq!(said("PT0S", Language::English), "no time");
    }
}
