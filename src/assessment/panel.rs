use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::checklist::{all, is_all};
use super::{Assessment, AssessmentError, Assessor, Combined, PanelReport, PanelTally};
use crate::quantity::{PLACES, Share, Weight, unique_keys};

/// The weights of the sides that assess (评价主体权重), and how much of the weight must have spoken.
///
/// What a panel says is the weighted mean of the assessors' means: Σ wᵢ·x̄ᵢ / Σ wᵢ over those who rated. Each
/// assessor's ratings count as one, however many they are: a thousand customers do not outvote the auditor.
///
/// ```
/// use service_quality::assessment::{Assessment, Panel, PanelTally};
///
/// let panel: Panel = serde_json::from_str(
///     r#"{"weights": {"internal": "0.5", "customer": "0.3", "third_party": "0.2"}, "min_coverage": "0.8"}"#)?;
/// let call: Assessment = serde_json::from_str(r#"{"subject": "call-7", "at": "2026-03-02T09:00:00Z", "ratings": [
///     {"assessor": "internal", "value": 5}, {"assessor": "customer", "value": 3}, {"assessor": "customer", "value": 2}]}"#)?;
/// let mut tally = PanelTally::default();
/// tally.record(&call)?;
/// let combined = panel.combine(&tally)?; // (0.5 · 5 + 0.3 · 2.5) / 0.8
/// assert_eq!(combined.value, "4.0625".parse().ok());
/// assert_eq!(combined.to_string(), "4.0625: internal 5 (n 1) adds 3.125, customer 2.5 (n 2) adds 0.9375; \
///     80 % of the weight present, without third_party; spread 2.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPanel", into = "RawPanel")]
pub struct Panel(RawPanel);

impl Panel {
    /// A panel that speaks when all of its assessors have.
    ///
    /// # Errors
    /// [`AssessmentError::NoWeight`] when no weight is more than 0.
    pub fn new(weights: BTreeMap<Assessor, Weight>) -> Result<Self, AssessmentError> {
        RawPanel { weights, min_coverage: Share::ONE }.try_into()
    }

    /// Lets the panel speak from this share of the weight on; the weights of those present then count for all.
    #[must_use]
    pub const fn with_min_coverage(mut self, min_coverage: Share) -> Self {
        self.0.min_coverage = min_coverage;
        self
    }

    /// The weights, by assessor.
    #[must_use]
    pub const fn weights(&self) -> &BTreeMap<Assessor, Weight> {
        &self.0.weights
    }

    /// The share of the weight that must be present.
    #[must_use]
    pub const fn min_coverage(&self) -> Share {
        self.0.min_coverage
    }

    /// Combines what the assessors said.
    ///
    /// # Errors
    /// [`AssessmentError::OutOfRange`] when the means of two assessors lie more than 10^15 apart.
    pub fn combine(&self, tally: &PanelTally) -> Result<Combined, AssessmentError> {
        self.combine_to(tally, PLACES)
    }

    /// As [`Panel::combine`], with value and contributions rounded to fewer places.
    pub(crate) fn combine_to(&self, tally: &PanelTally, places: u32) -> Result<Combined, AssessmentError> {
        Combined::of(self, tally, places).ok_or(AssessmentError::OutOfRange { what: "the panel's spread" })
    }

    /// Combines what the assessors said and sets beside it how far they agree.
    ///
    /// ```
    /// use service_quality::assessment::{Assessment, Panel};
    ///
    /// let panel: Panel = serde_json::from_str(r#"{"weights": {"internal": 1, "customer": 1}}"#)?;
    /// let calls: Vec<Assessment> = serde_json::from_str(r#"[
    ///     {"subject": "call-1", "at": "2026-03-02T09:00:00Z", "ratings": [
    ///         {"assessor": "internal", "value": 5}, {"assessor": "customer", "value": 5}]},
    ///     {"subject": "call-2", "at": "2026-03-02T09:00:00Z", "ratings": [
    ///         {"assessor": "internal", "value": 4}, {"assessor": "customer", "value": 2}]}]"#)?;
    /// let report = panel.report(&calls)?;
    /// assert_eq!(report.to_string(), "4: internal 4.5 (n 2) adds 2.25, customer 3.5 (n 2) adds 1.75; 100 % of the weight \
    ///     present; spread 1; alpha nominal 0.4, ordinal 0.833333333, interval 0.5; 50 % of pairs alike; \
    ///     kappa of internal and customer 0.3333 (fair), 0.5000 judged alike of 2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Panel::combine`], and [`AssessmentError::Full`] where a tally would be.
    pub fn report(&self, assessments: &[Assessment]) -> Result<PanelReport, AssessmentError> {
        PanelReport::of(self, assessments)
    }

    /// Everyone of the panel and of the tally, in order.
    pub(super) fn assessors<'a>(&'a self, tally: &'a PanelTally) -> BTreeSet<&'a Assessor> {
        self.0.weights.keys().chain(tally.assessors()).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a panel as an object")]
struct RawPanel {
    #[serde(deserialize_with = "unique_keys")]
    weights: BTreeMap<Assessor, Weight>,
    #[serde(default = "all", skip_serializing_if = "is_all")]
    min_coverage: Share,
}

impl TryFrom<RawPanel> for Panel {
    type Error = AssessmentError;

    fn try_from(raw: RawPanel) -> Result<Self, AssessmentError> {
        if raw.weights.values().all(|weight| *weight == Weight::ZERO) {
            return Err(AssessmentError::NoWeight);
        }
        Ok(Self(raw))
    }
}

impl From<Panel> for RawPanel {
    fn from(panel: Panel) -> Self {
        panel.0
    }
}
