use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Checklist, CriticalRule, Criticality, Inspection, Mark};
use crate::quantity::{
    ChecklistId, InspectionId, ItemId, Number, PLACES, Share, Version, Weight, divide_half_away,
};

/// What a filled form comes to, and why.
///
/// A score is the points earned of those of the items that were checked, rounded to 9 places; there is none where
/// nothing applies, and none where less was checked than the checklist wants. The points are exact.
///
/// ```
/// use service_quality::assessment::{Checklist, Finding, Inspection};
///
/// let checklist: Checklist = serde_json::from_str(r#"{"id": "call", "version": "1", "name": {"en": "Call"},
///     "critical_rule": "zero_score", "items": [
///         {"id": "verify", "name": {"en": "Verifies identity"}, "points": 40, "critical": "compliance"},
///         {"id": "solve", "name": {"en": "Solves the matter"}, "points": 60}]}"#)?;
/// let inspection: Inspection = serde_json::from_str(r#"{"id": "I-1", "checklist": "call", "version": "1",
///     "at": "2026-03-02T09:00:00Z", "marks": {"verify": "failed", "solve": "passed"}}"#)?;
/// let assessed = checklist.assess(&inspection)?;
/// assert_eq!((assessed.score, assessed.raw_score), ("0".parse().ok(), "0.6".parse().ok()));
/// assert!(assessed.findings.contains(&Finding::KnockedOut { from: "0.6".parse().ok() }));
/// assert_eq!(assessed.to_string(), "0 %, 60 of 100 points, failed: compliance-critical error at `verify`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionResult {
    /// The form.
    pub inspection: InspectionId,
    /// The checklist by which it was judged.
    pub checklist: ChecklistId,
    /// Its version.
    pub version: Version,
    /// Points earned.
    pub earned: Number,
    /// Points of the items that apply and were checked.
    pub checked: Number,
    /// Points of the items that apply, checked or not.
    pub applicable: Number,
    /// The score; that of a form that a critical error knocked out is 0.
    pub score: Option<Share>,
    /// The score before any knock-out.
    pub raw_score: Option<Share>,
    /// Whether the form passed; absent where nothing decides that, and where what was not checked may decide it.
    pub passed: Option<bool>,
    /// Why: what is to be said of items, in the checklist's order, then what follows for the form.
    pub findings: Vec<Finding>,
}

/// A reason for what a form comes to.
///
/// ```
/// use service_quality::assessment::Finding;
/// let finding = Finding::Lost { item: "greeting".parse()?, earned: "4".parse()?, points: "10".parse()? };
/// assert_eq!(finding.to_string(), "`greeting` earned 4 of 10 points");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Finding {
    /// An item did not earn all of its points.
    Lost {
        /// The item.
        item: ItemId,
        /// What it earned.
        earned: Weight,
        /// What it is worth.
        points: Weight,
    },
    /// A critical item did not pass: a critical error (关键差错).
    CriticalError {
        /// The item.
        item: ItemId,
        /// Whom that harms.
        criticality: Criticality,
    },
    /// An item applies, and nobody looked.
    NotChecked {
        /// The item.
        item: ItemId,
        /// What it is worth.
        points: Weight,
    },
    /// An item does not apply: its points are neither earned nor missed.
    NotApplicable {
        /// The item.
        item: ItemId,
        /// What it is worth.
        points: Weight,
    },
    /// Less than all that applies was checked.
    Covered {
        /// The share of the applicable points that was checked.
        coverage: Share,
        /// The least share that gives a score.
        min_coverage: Share,
        /// The score if every item that was not checked had failed.
        low: Share,
        /// The score if every one had passed.
        high: Share,
    },
    /// A critical error made the score 0.
    KnockedOut {
        /// The score before.
        from: Option<Share>,
    },
    /// The score, or the highest that it can still be, lies below the pass mark.
    BelowPassMark {
        /// The pass mark.
        pass_mark: Share,
    },
    /// Whether the form passes hangs on what was not checked.
    Undecided,
}

/// What one condition of passing says of a form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Criterion {
    /// It is no condition of this checklist, or nothing on the form falls under it.
    Silent,
    Met,
    Failed,
    /// What was not checked would tell.
    Open,
}

impl InspectionResult {
    /// The critical errors, in the checklist's order.
    pub fn critical_errors(&self) -> impl Iterator<Item = (&ItemId, Criticality)> {
        self.findings.iter().filter_map(|finding| match finding {
            Finding::CriticalError { item, criticality } => Some((item, *criticality)),
            _ => None,
        })
    }

    /// The items that apply and that nobody looked at, in the checklist's order.
    pub fn not_checked(&self) -> impl Iterator<Item = &ItemId> {
        self.findings.iter().filter_map(|finding| match finding {
            Finding::NotChecked { item, .. } => Some(item),
            _ => None,
        })
    }

    /// Judges a form that the checklist has checked; absent where sums leave the range of numbers.
    pub(super) fn of(checklist: &Checklist, inspection: &Inspection) -> Option<Self> {
        let mut findings = Vec::new();
        let (mut earned, mut checked, mut applicable) = (0_i128, 0_i128, 0_i128);
        let mut critical = Criterion::Silent;
        for (item, mark) in checklist.marked(inspection) {
            let (id, points) = (item.id().clone(), item.points());
            if mark == Mark::NotApplicable {
                findings.push(Finding::NotApplicable { item: id, points });
                continue;
            }
            applicable = applicable.checked_add(points.to_scaled())?;
            let one = match (mark.is_pass(item), item.criticality()) {
                (_, None) => Criterion::Silent,
                (None, Some(_)) => Criterion::Open,
                (Some(false), Some(_)) => Criterion::Failed,
                (Some(true), Some(_)) => Criterion::Met,
            };
            critical = critical.and(one);
            let Some(part) = mark.earned(item) else {
                findings.push(Finding::NotChecked { item: id, points });
                continue;
            };
            checked = checked.checked_add(points.to_scaled())?;
            earned = earned.checked_add(part)?;
            if part < points.to_scaled() {
                let earned = Weight::from_scaled(part, PLACES)?;
                findings.push(Finding::Lost { item: id.clone(), earned, points });
            }
            if let (Criterion::Failed, Some(criticality)) = (one, item.criticality()) {
                findings.push(Finding::CriticalError { item: id, criticality });
            }
        }
        if !checklist.fails_by_critical_items() {
            critical = Criterion::Silent;
        }
        let mut assessed = Self {
            inspection: inspection.id().clone(),
            checklist: checklist.id().clone(),
            version: checklist.version().clone(),
            earned: Number::from_scaled(earned, PLACES)?,
            checked: Number::from_scaled(checked, PLACES)?,
            applicable: Number::from_scaled(applicable, PLACES)?,
            score: None,
            raw_score: None,
            passed: None,
            findings,
        };
        if applicable > 0 {
            assessed.conclude(checklist, critical, earned, checked, applicable)?;
        }
        Some(assessed)
    }

    /// Score and verdict of a form on which something applies.
    fn conclude(
        &mut self,
        checklist: &Checklist,
        critical: Criterion,
        earned: i128,
        checked: i128,
        applicable: i128,
    ) -> Option<()> {
        let highest = earned.checked_add(applicable.checked_sub(checked)?)?;
        let covered = reaches(checked, applicable, checklist.min_coverage())?;
        if checked < applicable {
            self.findings.push(Finding::Covered {
                coverage: share(checked, applicable)?,
                min_coverage: checklist.min_coverage(),
                low: share(earned, applicable)?,
                high: share(highest, applicable)?,
            });
        }
        if covered && checked > 0 {
            self.raw_score = Some(share(earned, checked)?);
        }
        self.score = self.raw_score;
        if critical == Criterion::Failed && checklist.critical_rule() == CriticalRule::ZeroScore {
            self.score = Some(Share::ZERO);
            self.findings.push(Finding::KnockedOut { from: self.raw_score });
        }
        let by_mark = match checklist.pass_mark() {
            None => Criterion::Silent,
            Some(pass_mark) => {
                let (low, high) = if self.raw_score.is_some() {
                    let reached = reaches(earned, checked, pass_mark)?;
                    (reached, reached)
                } else {
                    (reaches(earned, applicable, pass_mark)?, reaches(highest, applicable, pass_mark)?)
                };
                match (low, high) {
                    (true, _) => Criterion::Met,
                    (false, true) => Criterion::Open,
                    (false, false) => {
                        self.findings.push(Finding::BelowPassMark { pass_mark });
                        Criterion::Failed
                    }
                }
            }
        };
        self.passed = match critical.and(by_mark) {
            Criterion::Silent => None,
            Criterion::Met => Some(true),
            Criterion::Failed => Some(false),
            Criterion::Open => {
                self.findings.push(Finding::Undecided);
                None
            }
        };
        Some(())
    }
}

impl Criterion {
    /// Both: failed if either failed, else open if either is.
    fn and(self, other: Self) -> Self {
        [Self::Failed, Self::Open, Self::Met]
            .into_iter()
            .find(|wanted| [self, other].contains(wanted))
            .unwrap_or(Self::Silent)
    }
}

/// `part / whole` to 9 places.
fn share(part: i128, whole: i128) -> Option<Share> {
    let scaled = part.checked_mul(Share::ONE.to_scaled())?;
    Share::from_scaled(divide_half_away(scaled, whole)?, PLACES)
}

/// Whether `part / whole` is at least the limit, compared without rounding.
fn reaches(part: i128, whole: i128, limit: Share) -> Option<bool> {
    Some(part.checked_mul(Share::ONE.to_scaled())? >= limit.to_scaled().checked_mul(whole)?)
}

impl fmt::Display for InspectionResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.score {
            Some(score) => write!(formatter, "{} %", score.percent())?,
            None if self.applicable == Number::ZERO => {
                return formatter.write_str("no score: nothing applies");
            }
            None => formatter.write_str("no score")?,
        }
        write!(formatter, ", {} of {} points", self.earned, self.checked)?;
        match self.passed {
            Some(true) => formatter.write_str(", passed")?,
            Some(false) => formatter.write_str(", failed")?,
            None if self.findings.contains(&Finding::Undecided) => formatter.write_str(", undecided")?,
            None => {}
        }
        let told = |finding: &&Finding| {
            matches!(
                finding,
                Finding::CriticalError { .. }
                    | Finding::NotChecked { .. }
                    | Finding::Covered { .. }
                    | Finding::BelowPassMark { .. }
            )
        };
        for (index, finding) in self.findings.iter().filter(told).enumerate() {
            write!(formatter, "{}{finding}", if index == 0 { ": " } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost { item, earned, points } => {
                write!(formatter, "`{item}` earned {earned} of {points} points")
            }
            Self::CriticalError { item, criticality } => write!(formatter, "{criticality} error at `{item}`"),
            Self::NotChecked { item, .. } => write!(formatter, "`{item}` not checked"),
            Self::NotApplicable { item, .. } => write!(formatter, "`{item}` not applicable"),
            Self::Covered { coverage, low, high, .. } => {
                let (coverage, low, high) = (coverage.percent(), low.percent(), high.percent());
                write!(formatter, "{coverage} % checked, which leaves {low} to {high} %")
            }
            Self::KnockedOut { from: Some(score) } => {
                write!(formatter, "knocked out from {} %", score.percent())
            }
            Self::KnockedOut { from: None } => formatter.write_str("knocked out"),
            Self::BelowPassMark { pass_mark } => {
                write!(formatter, "below the pass mark of {} %", pass_mark.percent())
            }
            Self::Undecided => formatter.write_str("what was not checked may decide"),
        }
    }
}
