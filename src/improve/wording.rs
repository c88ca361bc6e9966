//! Words that the rooms of improvement share.

use crate::indicator::{Direction, Limit};
use crate::quantity::Language;

/// "at least 90", "≥ 90".
pub(super) fn limit(limit: Limit, language: Language) -> String {
    match (language, limit) {
        (Language::English, _) => limit.to_string(),
        (Language::Chinese, Limit::AtLeast(least)) => format!("≥ {least}"),
        (Language::Chinese, Limit::AtMost(most)) => format!("≤ {most}"),
        (Language::Chinese, Limit::Between(range)) => format!("{} 至 {}", range.least(), range.most()),
    }
}

/// "higher is better", "越高越好".
pub(super) const fn direction(direction: Direction, language: Language) -> &'static str {
    match (language, direction) {
        (Language::English, Direction::Higher) => "higher is better",
        (Language::English, Direction::Lower) => "lower is better",
        (Language::English, Direction::Range) => "best within a range",
        (Language::Chinese, Direction::Higher) => "越高越好",
        (Language::Chinese, Direction::Lower) => "越低越好",
        (Language::Chinese, Direction::Range) => "在范围内最好",
    }
}
