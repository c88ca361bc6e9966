use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AssessmentError, Checklist, CriticalRule, Criticality, Finding, Inspection, Item, Mark};
use crate::quantity::{ItemId, Number};

/// What an indicator counts on filled forms.
///
/// | measure | of | among |
/// | --- | --- | --- |
/// | `points`, 质检得分 | points earned | points of the items that were checked |
/// | `pass_rate`, 合格率 | forms that passed | forms |
/// | `critical_accuracy`, 关键差错准确率 | forms without a critical error of the class | forms on which an item of the class applies |
/// | `item_pass_rate`, 检查项通过率 | items that passed | items that were checked |
/// | `noncritical_error_rate`, 非关键差错率 | items that did not | items that were checked, critical ones left out |
/// | `completeness`, 完备率 | items that passed | items that apply, checked or not |
///
/// An item passes when it earns all of its points; whether a critical one earns them all or none, a form has to say.
/// Items that do not apply count nowhere, and a form on which nothing applies is not counted. Critical accuracy
/// follows the COPC CX Standard, 1 − forms with an error / forms, but leaves out forms on which no item of the class
/// applies: on those nobody could err. Critical errors are counted by form, others by item, as the standard does.
///
/// ```
/// use service_quality::assessment::{Checklist, ChecklistMeasure, Inspection, Portion};
///
/// let checklist: Checklist = serde_json::from_str(r#"{"id": "call", "version": "1", "name": {"en": "Call"}, "items": [
///     {"id": "listens", "name": {"en": "Listens"}, "points": 1}, {"id": "thanks", "name": {"en": "Thanks"}, "points": 1}]}"#)?;
/// let inspection: Inspection = serde_json::from_str(r#"{"id": "I-1", "checklist": "call", "version": "1",
///     "at": "2026-03-02T09:00:00Z", "marks": {"listens": "passed", "thanks": "not_applicable"}}"#)?;
/// let empathy: ChecklistMeasure = serde_json::from_str(r#"{"item_pass_rate": {"items": ["listens", "thanks"]}}"#)?;
/// assert_eq!(empathy.observe(&checklist, &inspection)?, Portion::Count { k: 1, n: 1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ChecklistMeasure {
    /// Points earned of points that could be; 0 of them on a form that was knocked out.
    Points,
    /// Forms that passed. A form of which that is open is missing.
    PassRate,
    /// Forms without a critical error of the class. One that has none yet, and on which an item of the class was not
    /// checked, is missing.
    CriticalAccuracy(Criticality),
    /// The named items that passed, of those that were checked.
    ItemPassRate {
        /// The items, such as those about empathy.
        items: BTreeSet<ItemId>,
    },
    /// The items that are not critical and did not pass, of those that were checked.
    NoncriticalErrorRate,
    /// The items that passed, of all that are required. One that nobody checked has not been shown to be there, so it
    /// lacks; a form on which nothing at all was checked is missing.
    Completeness {
        /// The items, such as the documents to deliver; without them, all of the checklist.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        items: Option<BTreeSet<ItemId>>,
    },
}

/// What one form adds to a measure.
///
/// ```
/// use service_quality::assessment::Portion;
/// assert_ne!(Portion::Missing, Portion::Count { k: 0, n: 1 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Portion {
    /// Nothing on the form falls under the measure.
    NotApplicable,
    /// Something does, and too little of it was checked.
    Missing,
    /// `k` of `n` forms or items.
    Count {
        /// How many.
        k: u64,
        /// Of how many; at least 1.
        n: u64,
    },
    /// So many points of so many.
    Points {
        /// Points earned.
        earned: Number,
        /// Points that could be; more than 0.
        among: Number,
    },
}

impl ChecklistMeasure {
    /// Whether forms add points, and not counts of forms or items.
    #[must_use]
    pub const fn adds_points(&self) -> bool {
        matches!(self, Self::Points)
    }

    /// Whether the checklist has what is measured.
    ///
    /// # Errors
    /// [`AssessmentError::UnknownItem`], [`AssessmentError::NothingMeasured`].
    pub fn check(&self, checklist: &Checklist) -> Result<(), AssessmentError> {
        let nothing = |remedy| {
            Err(AssessmentError::NothingMeasured {
                measure: self.to_string(),
                checklist: checklist.id().clone(),
                remedy,
            })
        };
        let any =
            |wanted: Option<Criticality>| checklist.items().iter().any(|item| item.criticality() == wanted);
        match self {
            Self::PassRate if !checklist.decides() => {
                nothing("give it a pass mark or critical items that fail the form")
            }
            Self::CriticalAccuracy(class) if !any(Some(*class)) => {
                nothing("give it items that are critical so")
            }
            Self::NoncriticalErrorRate if !any(None) => nothing("give it items that are not critical"),
            Self::ItemPassRate { items } | Self::Completeness { items: Some(items) } => {
                if items.is_empty() {
                    return nothing("name at least one of its items");
                }
                let known: BTreeSet<_> = checklist.items().iter().map(Item::id).collect();
                match items.iter().find(|item| !known.contains(item)) {
                    None => Ok(()),
                    Some(given) => Err(AssessmentError::UnknownItem {
                        place: format!("measure `{self}`"),
                        given: given.clone(),
                        checklist: checklist.id().clone(),
                    }),
                }
            }
            _ => Ok(()),
        }
    }

    /// What the form adds.
    ///
    /// # Errors
    /// As [`ChecklistMeasure::check`] and [`Checklist::check`].
    pub fn observe(
        &self,
        checklist: &Checklist,
        inspection: &Inspection,
    ) -> Result<Portion, AssessmentError> {
        self.check(checklist)?;
        checklist.check(inspection)?;
        self.portion(checklist, inspection)
    }

    /// As [`ChecklistMeasure::observe`], after both checks.
    pub(crate) fn portion(
        &self,
        checklist: &Checklist,
        inspection: &Inspection,
    ) -> Result<Portion, AssessmentError> {
        if let Self::Points | Self::PassRate = self {
            return self.of_form(checklist, inspection);
        }
        let under = |item: &Item| match self {
            Self::CriticalAccuracy(class) => item.criticality() == Some(*class),
            Self::NoncriticalErrorRate => item.criticality().is_none(),
            Self::ItemPassRate { items } | Self::Completeness { items: Some(items) } => {
                items.contains(item.id())
            }
            _ => true,
        };
        let counts = Counts::of(checklist.marked(inspection).filter(|(item, _)| under(item)));
        Ok(self.of_counts(&counts))
    }

    /// Points, or passed or not.
    fn of_form(&self, checklist: &Checklist, inspection: &Inspection) -> Result<Portion, AssessmentError> {
        let assessed = checklist.assess_checked(inspection)?;
        if assessed.applicable == Number::ZERO {
            return Ok(Portion::NotApplicable);
        }
        let knocked_out = checklist.critical_rule() == CriticalRule::ZeroScore
            && assessed.critical_errors().next().is_some();
        Ok(match (self, assessed.score, assessed.passed) {
            // All of its points are lost, those of items that were not checked too.
            (Self::Points, Some(_), _) if knocked_out => {
                Portion::Points { earned: Number::ZERO, among: assessed.applicable }
            }
            (Self::Points, Some(_), _) => {
                Portion::Points { earned: assessed.earned, among: assessed.checked }
            }
            (Self::PassRate, _, Some(passed)) => Portion::Count { k: u64::from(passed), n: 1 },
            // No pass mark, and of the critical items that would decide none applies.
            (Self::PassRate, _, None) if !assessed.findings.contains(&Finding::Undecided) => {
                Portion::NotApplicable
            }
            _ => Portion::Missing,
        })
    }

    fn of_counts(&self, counts: &Counts) -> Portion {
        let Counts { passed, failed, unchecked } = *counts;
        let checked = passed.saturating_add(failed);
        if checked == 0 {
            return if unchecked == 0 { Portion::NotApplicable } else { Portion::Missing };
        }
        match self {
            Self::CriticalAccuracy(_) if failed > 0 => Portion::Count { k: 0, n: 1 },
            Self::CriticalAccuracy(_) if unchecked > 0 => Portion::Missing,
            Self::CriticalAccuracy(_) => Portion::Count { k: 1, n: 1 },
            Self::NoncriticalErrorRate => Portion::Count { k: failed, n: checked },
            Self::Completeness { .. } => Portion::Count { k: passed, n: checked.saturating_add(unchecked) },
            _ => Portion::Count { k: passed, n: checked },
        }
    }
}

/// What became of some items; each count is at most the number of items, far from its range.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    unchecked: u64,
}

impl Counts {
    fn of<'a>(marked: impl Iterator<Item = (&'a Item, Mark)>) -> Self {
        let mut counts = Self::default();
        for (item, mark) in marked.filter(|(_, mark)| *mark != Mark::NotApplicable) {
            let count = match mark.is_pass(item) {
                Some(true) => &mut counts.passed,
                Some(false) => &mut counts.failed,
                None => &mut counts.unchecked,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

impl fmt::Display for ChecklistMeasure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Points => "points",
            Self::PassRate => "pass rate",
            Self::CriticalAccuracy(Criticality::Customer) => "customer-critical accuracy",
            Self::CriticalAccuracy(Criticality::Business) => "business-critical accuracy",
            Self::CriticalAccuracy(Criticality::Compliance) => "compliance-critical accuracy",
            Self::ItemPassRate { .. } => "item pass rate",
            Self::NoncriticalErrorRate => "noncritical error rate",
            Self::Completeness { .. } => "completeness",
        })
    }
}
