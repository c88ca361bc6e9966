use serde::{Deserialize, Serialize};

use crate::improve::ImproveError;
use crate::improve::complaint::scale;
use crate::quantity::{CycleId, Date, Statement};

scale! {
    /// Whether the actions worked.
    ///
    /// ```
    /// use service_quality::improve::nonconformity::Effectiveness;
    /// assert_eq!(serde_json::to_string(&Effectiveness::NotEffective)?, r#""not_effective""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Effectiveness {
        /// They did.
        Effective => "effective", "effective", "有效";
        /// They did not.
        NotEffective => "not_effective", "not effective", "无效";
    }
}

/// The review of the effectiveness of what was done (有效性评审), on data: ISO 9001:2015, 10.2.1 d.
///
/// ```
/// use service_quality::improve::nonconformity::{Effectiveness, EffectivenessReview};
///
/// let review: EffectivenessReview = serde_json::from_str(r#"{"verdict": "effective", "data": {"occurrences": {
///     "before": {"from": "2026-01-01", "until": "2026-03-31", "count": 12},
///     "after": {"from": "2026-05-01", "until": "2026-07-31", "count": 2}}}}"#)?;
/// assert_eq!(review.verdict, Effectiveness::Effective);
/// assert!(serde_json::from_str::<EffectivenessReview>(r#"{"verdict": "effective"}"#).is_err(), "on which data?");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectivenessReview {
    /// Whether the actions worked.
    pub verdict: Effectiveness,
    /// What shows it.
    pub data: EffectData,
    /// What else was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Statement>,
}

/// What shows whether actions worked.
///
/// ```
/// use service_quality::improve::nonconformity::EffectData;
/// let data: EffectData = serde_json::from_str(r#"{"cycle": "C-12"}"#)?;
/// assert!(matches!(data, EffectData::Cycle(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EffectData {
    /// The effect that an improvement cycle tested.
    Cycle(CycleId),
    /// How often the same happened before and after.
    Occurrences(BeforeAfter),
}

/// How often the same happened over days, the last one included.
///
/// ```
/// use service_quality::improve::nonconformity::Occurrences;
///
/// let twelve = Occurrences::new("2026-01-01".parse()?, "2026-03-31".parse()?, 12)?;
/// assert_eq!(twelve.days(), 90);
/// assert!(Occurrences::new("2026-03-31".parse()?, "2026-01-01".parse()?, 12).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawOccurrences", into = "RawOccurrences")]
pub struct Occurrences {
    from: Date,
    until: Date,
    count: u64,
}

/// How often the same happened before, and how often after.
///
/// ```
/// use service_quality::improve::nonconformity::{BeforeAfter, Occurrences};
///
/// let before = Occurrences::new("2026-01-01".parse()?, "2026-03-31".parse()?, 12)?;
/// let after = Occurrences::new("2026-05-01".parse()?, "2026-05-10".parse()?, 2)?;
/// assert!(!BeforeAfter::new(before, after)?.is_rarer(), "12 in 90 days are fewer a day than 2 in 10");
/// assert!(BeforeAfter::new(after, before).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawBeforeAfter", into = "RawBeforeAfter")]
pub struct BeforeAfter {
    before: Occurrences,
    after: Occurrences,
}

impl Occurrences {
    /// So many from a day to a day.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a last day before the first.
    pub fn new(from: Date, until: Date, count: u64) -> Result<Self, ImproveError> {
        if until < from {
            let allowed = format!("{from}, the first day, or a later one");
            return Err(ImproveError::not_allowed("occurrences.until", &until, allowed));
        }
        Ok(Self { from, until, count })
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn until(self) -> Date {
        self.until
    }

    /// How often.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Over how many days.
    #[must_use]
    pub fn days(self) -> u64 {
        self.from.days_until(self.until).unsigned_abs().saturating_add(1)
    }
}

impl BeforeAfter {
    /// Before, then after.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] where the days after do not begin after those before.
    pub fn new(before: Occurrences, after: Occurrences) -> Result<Self, ImproveError> {
        if after.from <= before.until {
            let allowed = format!("a day after {}, the last one before", before.until);
            return Err(ImproveError::not_allowed("after.from", &after.from, allowed));
        }
        Ok(Self { before, after })
    }

    /// Before.
    #[must_use]
    pub const fn before(self) -> Occurrences {
        self.before
    }

    /// After.
    #[must_use]
    pub const fn after(self) -> Occurrences {
        self.after
    }

    /// Whether it happened less often a day than before; exact, and no test of chance: that is a cycle's.
    #[must_use]
    pub fn is_rarer(self) -> bool {
        let (before, after) = (self.before, self.after);
        u128::from(after.count) * u128::from(before.days())
            < u128::from(before.count) * u128::from(after.days())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOccurrences {
    from: Date,
    until: Date,
    count: u64,
}

impl TryFrom<RawOccurrences> for Occurrences {
    type Error = ImproveError;

    fn try_from(raw: RawOccurrences) -> Result<Self, ImproveError> {
        Self::new(raw.from, raw.until, raw.count)
    }
}

impl From<Occurrences> for RawOccurrences {
    fn from(Occurrences { from, until, count }: Occurrences) -> Self {
        Self { from, until, count }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBeforeAfter {
    before: Occurrences,
    after: Occurrences,
}

impl TryFrom<RawBeforeAfter> for BeforeAfter {
    type Error = ImproveError;

    fn try_from(raw: RawBeforeAfter) -> Result<Self, ImproveError> {
        Self::new(raw.before, raw.after)
    }
}

impl From<BeforeAfter> for RawBeforeAfter {
    fn from(BeforeAfter { before, after }: BeforeAfter) -> Self {
        Self { before, after }
    }
}
