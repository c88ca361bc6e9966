use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::analysis::fmea::RiskPriority;
use crate::improve::ImproveError;
use crate::quantity::Language;

/// How grave, how frequent and how hard to detect a failure is, each from 1 to 10, where 10 is worst: a
/// [`RiskPriority`] that can be stored.
///
/// ```
/// use service_quality::improve::problem::FmeaRating;
///
/// let outage: FmeaRating = serde_json::from_str(r#"{"severity": 8, "occurrence": 4, "detection": 6}"#)?;
/// assert_eq!(outage.priority().number(), 192);
/// assert!(serde_json::from_str::<FmeaRating>(r#"{"severity": 11, "occurrence": 4, "detection": 6}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRating", into = "RawRating")]
pub struct FmeaRating(RiskPriority);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRating {
    severity: u8,
    occurrence: u8,
    detection: u8,
}

impl FmeaRating {
    /// Three ratings.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for one outside of 1 to 10.
    pub fn new(severity: u8, occurrence: u8, detection: u8) -> Result<Self, ImproveError> {
        RawRating { severity, occurrence, detection }.try_into()
    }

    /// The risk priority number, and what it was made of.
    #[must_use]
    pub const fn priority(self) -> RiskPriority {
        self.0
    }
}

impl TryFrom<RawRating> for FmeaRating {
    type Error = ImproveError;

    fn try_from(RawRating { severity, occurrence, detection }: RawRating) -> Result<Self, ImproveError> {
        for (what, rating) in [("severity", severity), ("occurrence", occurrence), ("detection", detection)] {
            if !RATINGS.contains(&rating) {
                return Err(ImproveError::not_allowed(format!("rating.{what}"), &rating, "1 to 10"));
            }
        }
        RiskPriority::new(severity, occurrence, detection)
            .map(Self)
            .map_err(|error| ImproveError::not_allowed("rating", &error, "1 to 10 each"))
    }
}

impl From<FmeaRating> for RawRating {
    fn from(FmeaRating(rating): FmeaRating) -> Self {
        Self { severity: rating.severity(), occurrence: rating.occurrence(), detection: rating.detection() }
    }
}

const RATINGS: RangeInclusive<u8> = 1..=10;

/// One a rating.
const MOST_ROWS: usize = 1_000;

/// Whether something must, should or can be done (行动优先级), as the FMEA handbook of AIAG and VDA (2019) names it.
///
/// ```
/// use service_quality::improve::problem::ActionPriority;
/// assert!(ActionPriority::High > ActionPriority::Medium);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionPriority {
    /// Something can be done, 低.
    Low,
    /// Something should be done, 中.
    Medium,
    /// Something must be done, or it must be said why not, 高.
    High,
}

impl ActionPriority {
    /// What people call it.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Low, Language::English) => "low",
            (Self::Low, Language::Chinese) => "低",
            (Self::Medium, Language::English) => "medium",
            (Self::Medium, Language::Chinese) => "中",
            (Self::High, Language::English) => "high",
            (Self::High, Language::Chinese) => "高",
        }
    }
}

/// The action priority of each of the thousand ratings. The table of the handbook is its publishers'; the host gives it, or
/// its own.
///
/// Every rating is in exactly one row.
///
/// ```
/// use service_quality::improve::problem::{ActionPriority, ActionPriorityTable, FmeaRating};
///
/// let table: ActionPriorityTable = serde_json::from_str(r#"[
///     {"severity": [9, 10], "occurrence": [1, 10], "detection": [1, 10], "priority": "high"},
///     {"severity": [1, 8], "occurrence": [1, 10], "detection": [1, 10], "priority": "low"}
/// ]"#)?;
/// assert_eq!(table.of(FmeaRating::new(9, 1, 1)?), ActionPriority::High);
/// let gap = r#"[{"severity": [1, 9], "occurrence": [1, 10], "detection": [1, 10], "priority": "low"}]"#;
/// assert_eq!(
///     serde_json::from_str::<ActionPriorityTable>(gap).unwrap_err().to_string(),
///     "table is `0 rows for severity 10, occurrence 1, detection 1`: allowed is exactly one row for each rating"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<ActionPriorityRow>", into = "Vec<ActionPriorityRow>")]
pub struct ActionPriorityTable(Vec<ActionPriorityRow>);

/// Ranges of ratings, both ends included, of one action priority.
///
/// ```
/// use service_quality::improve::problem::ActionPriorityRow;
/// let row: ActionPriorityRow = serde_json::from_str(
///     r#"{"severity": [9, 10], "occurrence": [6, 10], "detection": [1, 10], "priority": "high"}"#,
/// )?;
/// assert_eq!(row.severity, (9, 10));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionPriorityRow {
    /// The severities.
    pub severity: (u8, u8),
    /// The occurrences.
    pub occurrence: (u8, u8),
    /// The detections.
    pub detection: (u8, u8),
    /// What they come to.
    pub priority: ActionPriority,
}

impl ActionPriorityRow {
    fn holds(self, severity: u8, occurrence: u8, detection: u8) -> bool {
        let within = |(least, most): (u8, u8), rating: u8| least <= rating && rating <= most;
        within(self.severity, severity)
            && within(self.occurrence, occurrence)
            && within(self.detection, detection)
    }
}

impl ActionPriorityTable {
    /// A table by its rows.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] unless every rating is in exactly one row, and for ranges that fall or leave 1 to 10.
    pub fn new(rows: Vec<ActionPriorityRow>) -> Result<Self, ImproveError> {
        if rows.len() > MOST_ROWS {
            let given = format!("{} rows", rows.len());
            return Err(ImproveError::not_allowed("table", &given, "exactly one row for each rating"));
        }
        for (index, row) in rows.iter().enumerate() {
            let ranges =
                [("severity", row.severity), ("occurrence", row.occurrence), ("detection", row.detection)];
            for (what, (least, most)) in ranges {
                if !RATINGS.contains(&least) || !RATINGS.contains(&most) || most < least {
                    let (place, given) = (format!("table[{index}].{what}"), format!("[{least}, {most}]"));
                    return Err(ImproveError::not_allowed(
                        place,
                        &given,
                        "from one of 1 to 10 to no lesser one",
                    ));
                }
            }
        }
        let ratings = || RATINGS.flat_map(|severity| RATINGS.map(move |occurrence| (severity, occurrence)));
        for (severity, occurrence) in ratings() {
            for detection in RATINGS {
                let holding = rows.iter().filter(|row| row.holds(severity, occurrence, detection));
                let count = holding.count();
                if count != 1 {
                    let given = format!(
                        "{count} rows for severity {severity}, occurrence {occurrence}, detection {detection}"
                    );
                    let allowed = "exactly one row for each rating";
                    return Err(ImproveError::not_allowed("table", &given, allowed));
                }
            }
        }
        Ok(Self(rows))
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[ActionPriorityRow] {
        &self.0
    }

    /// What a rating comes to.
    #[must_use]
    pub fn of(&self, FmeaRating(rating): FmeaRating) -> ActionPriority {
        let (severity, occurrence, detection) = (rating.severity(), rating.occurrence(), rating.detection());
        let row = self.0.iter().find(|row| row.holds(severity, occurrence, detection));
        row.map_or(ActionPriority::High, |row| row.priority) // every rating has a row
    }
}

impl TryFrom<Vec<ActionPriorityRow>> for ActionPriorityTable {
    type Error = ImproveError;

    fn try_from(rows: Vec<ActionPriorityRow>) -> Result<Self, ImproveError> {
        Self::new(rows)
    }
}

impl From<ActionPriorityTable> for Vec<ActionPriorityRow> {
    fn from(ActionPriorityTable(rows): ActionPriorityTable) -> Self {
        rows
    }
}

impl fmt::Display for ActionPriority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word(Language::English))
    }
}
