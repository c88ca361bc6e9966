use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// How grave an early warning (预警等级) is: four levels, of which red is the highest.
///
/// The colours and their order are those of the Emergency Response Law of the People's Republic of China. A
/// [`Watch`](super::Watch) may name them otherwise and need not use all.
///
/// ```
/// use service_quality::monitor::warning::WarningLevel;
/// use service_quality::quantity::Language;
///
/// assert!(WarningLevel::Red > WarningLevel::Orange);
/// assert_eq!(WarningLevel::Yellow.word(Language::Chinese), "黄色");
/// assert_eq!(serde_json::to_string(&WarningLevel::Blue)?, r#""blue""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningLevel {
    /// Something may come, 蓝色.
    Blue,
    /// Look at it, 黄色.
    Yellow,
    /// Act, 橙色.
    Orange,
    /// Act at once, 红色.
    Red,
}

impl WarningLevel {
    /// From the lowest to the highest.
    pub const ALL: [Self; 4] = [Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// The colour's name.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Blue, Language::English) => "blue",
            (Self::Blue, Language::Chinese) => "蓝色",
            (Self::Yellow, Language::English) => "yellow",
            (Self::Yellow, Language::Chinese) => "黄色",
            (Self::Orange, Language::English) => "orange",
            (Self::Orange, Language::Chinese) => "橙色",
            (Self::Red, Language::English) => "red",
            (Self::Red, Language::Chinese) => "红色",
        }
    }
}

impl fmt::Display for WarningLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word(Language::English))
    }
}
