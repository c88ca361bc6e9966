use serde::{Deserialize, Serialize};

use crate::analysis::distribution::float;
use crate::analysis::wording::probability_at;
use crate::analysis::{Undefined, rate};
use crate::improve::ImproveError;
use crate::improve::complaint::scale;
use crate::improve::cycle::{Cycle, Phase};
use crate::quantity::{CycleId, Date, Language, Share, Statement};

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
/// let data: EffectData = serde_json::from_str(r#"{"cycle": {"cycle": "C-12", "closed": true,
///     "after_from": "2026-05-01", "significant": true, "better": true, "goal_met": true}}"#)?;
/// assert!(data.shows_effect());
/// assert!(serde_json::from_str::<EffectData>(r#"{"cycle": "C-12"}"#).is_err(), "what did it find?");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EffectData {
    /// What an improvement cycle found.
    Cycle(CycleResult),
    /// How often the same happened before and after.
    Occurrences(BeforeAfter),
}

impl EffectData {
    /// Whether it bears out that the actions worked: a closed cycle with a significant effect that met its goal, or fewer
    /// occurrences a day.
    #[must_use]
    pub fn shows_effect(&self) -> bool {
        match self {
            Self::Cycle(found) => found.shows_effect(),
            Self::Occurrences(counted) => counted.is_rarer(),
        }
    }
}

/// What an improvement cycle found of its effect, as it was when the review was held.
///
/// ```
/// use service_quality::improve::cycle::Cycle;
/// use service_quality::improve::nonconformity::CycleResult;
///
/// assert_eq!(CycleResult::of(&Cycle::new("C-12".parse()?)), None, "no effect is reported");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "four answers that do not follow from one another")]
pub struct CycleResult {
    /// Which cycle.
    pub cycle: CycleId,
    /// Whether it was closed, not given up.
    pub closed: bool,
    /// The first day of the period after.
    pub after_from: Date,
    /// Whether its effect is significant.
    pub significant: bool,
    /// Whether it is for the better.
    pub better: bool,
    /// Whether the goal is met.
    pub goal_met: bool,
}

impl CycleResult {
    /// The effect that counts; absent where none is reported.
    #[must_use]
    pub fn of(cycle: &Cycle) -> Option<Self> {
        let effect = cycle.effect()?;
        Some(Self {
            cycle: cycle.id().clone(),
            closed: cycle.phase() == Phase::Closed,
            after_from: effect.after_from(),
            significant: effect.is_significant(),
            better: effect.is_better(),
            goal_met: cycle.goal().map_or(effect.goal_met(), |goal| goal.met_by(effect.after())),
        })
    }

    /// Whether the cycle is closed, and its effect significant, for the better and enough.
    #[must_use]
    pub const fn shows_effect(&self) -> bool {
        self.closed && self.significant && self.better && self.goal_met
    }
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

    /// Whether so many days after would have seen at least 3 at the rate before. Of 3 that are expected by chance, none
    /// comes in 1 of 20 cases (e^-3); of fewer more often, so that their absence says little.
    #[must_use]
    pub fn is_long_enough(self) -> bool {
        let (before, after) = (self.before, self.after);
        let expected = u128::from(before.count).saturating_mul(after.days().into());
        expected >= u128::from(before.days()).saturating_mul(3)
    }

    /// Whether chance explains the difference: the exact test of two rates, given how many there were in all.
    ///
    /// # Errors
    /// [`Undefined`] where nothing happened at all, for more than 10¹² occurrences, and a confidence of 0 or 1.
    pub fn test(self, confidence: Share) -> Result<rate::Test, Undefined> {
        let events = |one: Occurrences| rate::Events::new(one.count, float(one.days()));
        rate::test(events(self.before)?, events(self.after)?, confidence, rate::TestMethod::Conditional)
    }

    /// What was observed, and how probable that is by chance, where that is defined.
    ///
    /// ```
    /// use service_quality::improve::nonconformity::{BeforeAfter, Occurrences};
    /// use service_quality::quantity::Language;
    ///
    /// let before = Occurrences::new("2026-01-01".parse()?, "2026-03-31".parse()?, 12)?;
    /// let after = Occurrences::new("2026-05-01".parse()?, "2026-07-29".parse()?, 2)?;
    /// assert_eq!(
    ///     BeforeAfter::new(before, after)?.text("0.95".parse()?, Language::English),
    ///     "12 in 90 days before, 2 in 90 days after: observed less often, p = 0.013"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text(self, confidence: Share, language: Language) -> String {
        let (before, after) = (self.before, self.after);
        let p = self.test(confidence).ok().map(|test| probability_at(test.p_value.two_sided(), confidence));
        match language {
            Language::English => {
                let (often, p) =
                    (if self.is_rarer() { "less" } else { "no less" }, p.map(|p| format!(", {p}")));
                let counts = format!(
                    "{} in {} days before, {} in {} days after",
                    before.count,
                    before.days(),
                    after.count,
                    after.days()
                );
                format!("{counts}: observed {often} often{}", p.unwrap_or_default())
            }
            Language::Chinese => {
                let (often, p) =
                    (if self.is_rarer() { "观察到减少" } else { "未见减少" }, p.map(|p| format!("，{p}")));
                let counts = format!(
                    "前期 {} 天 {} 次，后期 {} 天 {} 次",
                    before.days(),
                    before.count,
                    after.days(),
                    after.count
                );
                format!("{counts}：{often}{}", p.unwrap_or_default())
            }
        }
    }

    /// Whether it was observed less often a day than before; exact, and no test of chance: that is
    /// [`BeforeAfter::test`].
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
