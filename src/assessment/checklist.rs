use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AssessmentError, Inspection, InspectionResult, Item, Mark};
use crate::quantity::{ChecklistId, Name, Share, Version, Weight};

/// A checklist (检查表, 质检表): items, their points, and what they add up to.
///
/// A form's score is the points earned of those that could be: an item that does not apply leaves both. So does one
/// that nobody checked, but then less than the whole was seen, and below the least coverage there is no score.
///
/// ```
/// use service_quality::assessment::{Checklist, Inspection};
///
/// let checklist: Checklist = serde_json::from_str(r#"{
///     "id": "call", "version": "2026", "name": {"en": "Call quality", "zh": "通话质检"}, "pass_mark": "0.8",
///     "items": [
///         {"id": "greeting", "name": {"en": "Greeting"}, "points": 10},
///         {"id": "verify", "name": {"en": "Verifies identity"}, "points": 30, "critical": "compliance"},
///         {"id": "solve", "name": {"en": "Solves the matter"}, "points": 60, "critical": "customer"}]}"#)?;
/// let inspection: Inspection = serde_json::from_str(r#"{
///     "id": "I-1", "checklist": "call", "version": "2026", "at": "2026-03-02T09:00:00Z",
///     "marks": {"greeting": {"points": 4}, "verify": "not_applicable", "solve": "passed"}}"#)?;
///
/// let assessed = checklist.assess(&inspection)?;
/// assert_eq!(assessed.to_string(), "91.4285714 %, 64 of 70 points, passed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawChecklist", into = "RawChecklist")]
pub struct Checklist(RawChecklist);

/// What a failed critical item does to the form that it stands on (一票否决).
///
/// ```
/// use service_quality::assessment::CriticalRule;
/// assert_eq!(CriticalRule::default(), CriticalRule::FailForm);
/// assert_eq!(serde_json::to_string(&CriticalRule::ZeroScore)?, r#""zero_score""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriticalRule {
    /// The form fails and keeps its score.
    #[default]
    FailForm,
    /// The form fails and scores 0.
    ZeroScore,
    /// Nothing beyond the points lost: critical errors are counted apart.
    NoEffect,
}

/// The most items of a checklist.
const MOST_ITEMS: usize = 10_000;

impl Checklist {
    /// A checklist without a pass mark, whose forms fail by a failed critical item and need every item checked.
    ///
    /// # Errors
    /// [`AssessmentError::ItemCount`] for no items and for more than 10 000; [`AssessmentError::DuplicateItem`].
    pub fn new(
        id: ChecklistId,
        version: Version,
        name: Name,
        items: impl IntoIterator<Item = Item>,
    ) -> Result<Self, AssessmentError> {
        RawChecklist {
            id,
            version,
            name,
            items: items.into_iter().collect(),
            pass_mark: None,
            critical_rule: CriticalRule::default(),
            min_coverage: Share::ONE,
        }
        .try_into()
    }

    /// Lets forms pass from this share of the points on (合格线), compared without rounding. Of a form without a score,
    /// it decides where what was not checked cannot change the answer.
    #[must_use]
    pub const fn with_pass_mark(mut self, pass_mark: Share) -> Self {
        self.0.pass_mark = Some(pass_mark);
        self
    }

    /// Says what a failed critical item does.
    #[must_use]
    pub const fn with_critical_rule(mut self, rule: CriticalRule) -> Self {
        self.0.critical_rule = rule;
        self
    }

    /// Lets forms have a score from this share of the applicable points on that were checked.
    #[must_use]
    pub const fn with_min_coverage(mut self, min_coverage: Share) -> Self {
        self.0.min_coverage = min_coverage;
        self
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &ChecklistId {
        &self.0.id
    }

    /// The version, which every form names.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.0.version
    }

    /// What people call it.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.0.name
    }

    /// The items, as given.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.0.items
    }

    /// The share of points from which on a form passes.
    #[must_use]
    pub const fn pass_mark(&self) -> Option<Share> {
        self.0.pass_mark
    }

    /// What a failed critical item does.
    #[must_use]
    pub const fn critical_rule(&self) -> CriticalRule {
        self.0.critical_rule
    }

    /// The share of the applicable points that must have been checked for a score.
    #[must_use]
    pub const fn min_coverage(&self) -> Share {
        self.0.min_coverage
    }

    /// Whether anything decides that a form passes: a pass mark, or critical items that fail it.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.0.pass_mark.is_some() || self.fails_by_critical_items()
    }

    /// Whether a failed critical item fails the form.
    pub(super) fn fails_by_critical_items(&self) -> bool {
        self.0.critical_rule != CriticalRule::NoEffect
            && self.0.items.iter().any(|item| item.criticality().is_some())
    }

    /// Whether the form is one of this checklist: its version, its items, no more points than an item is worth, and of a
    /// critical item all of them or none.
    ///
    /// # Errors
    /// [`AssessmentError::WrongChecklist`], [`AssessmentError::UnknownItem`], [`AssessmentError::TooManyPoints`],
    /// [`AssessmentError::PartOfCritical`].
    pub fn check(&self, inspection: &Inspection) -> Result<(), AssessmentError> {
        if (inspection.checklist(), inspection.version()) != (self.id(), self.version()) {
            return Err(AssessmentError::WrongChecklist {
                inspection: inspection.id().clone(),
                given: inspection.checklist().clone(),
                given_version: inspection.version().clone(),
                checklist: self.id().clone(),
                version: self.version().clone(),
            });
        }
        let mut known = 0;
        for (item, mark) in self.marked(inspection) {
            known += usize::from(inspection.marks().contains_key(item.id()));
            match mark {
                Mark::Points(given) if given > item.points() => {
                    return Err(AssessmentError::TooManyPoints {
                        inspection: inspection.id().clone(),
                        item: item.id().clone(),
                        given,
                        allowed: item.points(),
                    });
                }
                Mark::Points(given)
                    if item.criticality().is_some() && given > Weight::ZERO && given < item.points() =>
                {
                    return Err(AssessmentError::PartOfCritical {
                        inspection: inspection.id().clone(),
                        item: item.id().clone(),
                        given,
                        points: item.points(),
                    });
                }
                _ => {}
            }
        }
        // Every mark of a known item was met once: where there are more, some item is unknown.
        if known < inspection.marks().len() {
            let known: BTreeSet<_> = self.items().iter().map(Item::id).collect();
            if let Some(given) = inspection.marks().keys().find(|item| !known.contains(item)) {
                return Err(AssessmentError::UnknownItem {
                    place: format!("inspection `{}`", inspection.id()),
                    given: given.clone(),
                    checklist: self.id().clone(),
                });
            }
        }
        Ok(())
    }

    /// Judges a filled form.
    ///
    /// # Errors
    /// As [`Checklist::check`].
    pub fn assess(&self, inspection: &Inspection) -> Result<InspectionResult, AssessmentError> {
        self.check(inspection)?;
        self.assess_checked(inspection)
    }

    /// Judges a form that has been checked.
    pub(super) fn assess_checked(
        &self,
        inspection: &Inspection,
    ) -> Result<InspectionResult, AssessmentError> {
        InspectionResult::of(self, inspection)
            .ok_or(AssessmentError::OutOfRange { what: "the sum of points" })
    }

    /// The items with their marks; an item without one was not checked.
    pub(super) fn marked<'a>(&'a self, inspection: &'a Inspection) -> impl Iterator<Item = (&'a Item, Mark)> {
        self.0.items.iter().map(|item| (item, inspection.mark(item.id())))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a checklist as an object")]
struct RawChecklist {
    id: ChecklistId,
    version: Version,
    name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pass_mark: Option<Share>,
    #[serde(default, skip_serializing_if = "is_default")]
    critical_rule: CriticalRule,
    #[serde(default = "all", skip_serializing_if = "is_all")]
    min_coverage: Share,
    items: Vec<Item>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_default(rule: &CriticalRule) -> bool {
    *rule == CriticalRule::default()
}

/// The least coverage, unless told: everything.
pub(super) const fn all() -> Share {
    Share::ONE
}

pub(super) fn is_all(coverage: &Share) -> bool {
    *coverage == Share::ONE
}

impl TryFrom<RawChecklist> for Checklist {
    type Error = AssessmentError;

    fn try_from(raw: RawChecklist) -> Result<Self, AssessmentError> {
        if !(1..=MOST_ITEMS).contains(&raw.items.len()) {
            return Err(AssessmentError::ItemCount {
                checklist: raw.id,
                given: raw.items.len(),
                allowed: MOST_ITEMS,
            });
        }
        let mut ids = BTreeSet::new();
        let repeated = raw.items.iter().position(|item| !ids.insert(item.id()));
        if let Some((place, item)) = repeated.and_then(|place| Some((place, raw.items.get(place)?))) {
            return Err(AssessmentError::DuplicateItem {
                checklist: raw.id.clone(),
                place,
                given: item.id().clone(),
            });
        }
        Ok(Self(raw))
    }
}

impl From<Checklist> for RawChecklist {
    fn from(checklist: Checklist) -> Self {
        checklist.0
    }
}
