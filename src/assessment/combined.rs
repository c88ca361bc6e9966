use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Assessor, Panel, PanelTally};
use crate::quantity::{Number, PLACES, Share, Weight, divide_half_away};
use crate::survey::{Exact, Natural};

/// What a panel says, and what each assessor adds to it.
///
/// The value is exact, rounded once to 9 places, and the contributions add up to it.
///
/// ```
/// use service_quality::assessment::{Panel, PanelTally};
///
/// let panel: Panel = serde_json::from_str(r#"{"weights": {"internal": 1, "self": 1}}"#)?;
/// let nobody = panel.combine(&PanelTally::default())?;
/// assert_eq!((nobody.value, nobody.absent().count()), (None, 2));
/// assert_eq!(nobody.to_string(), "no value: 0 % of the weight present, 100 % wanted, without internal, self");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combined {
    /// The combined value; absent below the least coverage.
    pub value: Option<Number>,
    /// The share of the panel's weight whose assessors rated.
    pub coverage: Share,
    /// The share that is wanted.
    pub min_coverage: Share,
    /// The largest difference between the means of two assessors of the panel (评价差异); absent for fewer than two.
    pub spread: Option<Number>,
    /// Everyone of the panel, and those who rated without being of it, in order.
    pub parts: Vec<AssessorPart>,
}

/// What one assessor adds.
///
/// ```
/// use service_quality::assessment::AssessorPart;
/// let part: AssessorPart = serde_json::from_str(r#"{"assessor": "customer", "n": 0, "weight": "0.3"}"#)?;
/// assert_eq!((part.mean, part.contribution), (None, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessorPart {
    /// The assessor.
    pub assessor: Assessor,
    /// The ratings.
    pub n: u64,
    /// Their mean, to 9 places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Number>,
    /// Their sample standard deviation, to 9 places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation: Option<Number>,
    /// The weight in the panel; absent for one who is not of it, and whose ratings then count for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// The share of the weight present, to 9 places; those of all parts add up to 1. Absent where the panel is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_weight: Option<Share>,
    /// What the assessor adds to the value, to 9 places; those of all parts add up to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Number>,
}

impl Combined {
    /// The assessors of the panel that did not rate, in order.
    pub fn absent(&self) -> impl Iterator<Item = &Assessor> {
        self.parts.iter().filter(|part| part.weight.is_some() && part.n == 0).map(|part| &part.assessor)
    }

    /// Those who rated without being of the panel, in order.
    pub fn outside(&self) -> impl Iterator<Item = &Assessor> {
        self.parts.iter().filter(|part| part.weight.is_none()).map(|part| &part.assessor)
    }

    /// Value and contributions to so many places; absent where means lie further apart than a number may be.
    pub(super) fn of(panel: &Panel, tally: &PanelTally, places: u32) -> Option<Self> {
        let part = |assessor: &Assessor| AssessorPart {
            assessor: assessor.clone(),
            n: tally.n(assessor),
            mean: tally.mean(assessor),
            deviation: tally.deviation(assessor),
            weight: panel.weights().get(assessor).copied(),
            effective_weight: None,
            contribution: None,
        };
        let mut parts: Vec<_> = panel.assessors(tally).into_iter().map(part).collect();
        let (mut whole, mut present) = (0_i128, 0_i128);
        for part in &parts {
            let weight = part.weight.map_or(0, Weight::to_scaled);
            whole = whole.checked_add(weight)?;
            present = present.checked_add(if part.n > 0 { weight } else { 0 })?;
        }
        let one = Share::ONE.to_scaled();
        let covered = present.checked_mul(one)? >= panel.min_coverage().to_scaled().checked_mul(whole)?;
        let coverage = divide_half_away(present.checked_mul(one)?, whole)?;
        let value =
            if covered && present > 0 { Some(weigh(&mut parts, tally, present, places)?) } else { None };
        let means = || parts.iter().filter(|part| part.weight.is_some()).filter_map(|part| part.mean);
        let spread = match (means().min(), means().max(), means().count()) {
            (Some(least), Some(most), 2..) => {
                Some(Number::from_scaled(most.to_scaled().checked_sub(least.to_scaled())?, PLACES)?)
            }
            _ => None,
        };
        Some(Self {
            value,
            coverage: Share::from_scaled(coverage, PLACES)?,
            min_coverage: panel.min_coverage(),
            spread,
            parts,
        })
    }
}

/// The weighted mean Σ wᵢ·(Σᵢ/nᵢ) / Σ wᵢ over those present; gives each part its weight and its contribution.
///
/// A contribution is the rounded sum up to it minus the rounded sum before it, so that all of them add up to the
/// rounded whole.
fn weigh(parts: &mut [AssessorPart], tally: &PanelTally, present: i128, places: u32) -> Option<Number> {
    let whole = Natural::from(present.unsigned_abs());
    let mut sum = Exact::from(Natural::ZERO);
    let (mut value, mut weights, mut share) = (0_i128, 0_i128, 0_i128);
    for part in parts.iter_mut().filter(|part| part.n > 0) {
        let Some(weight) = part.weight.map(Weight::to_scaled) else { continue };
        // Sums count in units of 10⁻⁹.
        let of = u128::from(part.n).checked_mul(10_u128.checked_pow(PLACES)?)?;
        let mean = Exact::new(tally.moments(&part.assessor)?.sum(), of)?;
        sum = sum.plus(&mean.times(&weight.unsigned_abs().into()));
        let until = sum.clone().over(&whole)?.rounded(1, 1, places)?.to_scaled();
        part.contribution = Some(Number::from_scaled(until.checked_sub(value)?, PLACES)?);
        value = until;
        weights = weights.checked_add(weight)?;
        let until = divide_half_away(weights.checked_mul(Share::ONE.to_scaled())?, present)?;
        part.effective_weight = Some(Share::from_scaled(until.checked_sub(share)?, PLACES)?);
        share = until;
    }
    Number::from_scaled(value, PLACES)
}

impl fmt::Display for Combined {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(value) => write!(formatter, "{value}")?,
            None => formatter.write_str("no value")?,
        }
        let counted = self.parts.iter().filter(|part| part.contribution.is_some());
        for (index, part) in counted.enumerate() {
            write!(formatter, "{}{part}", if index == 0 { ": " } else { ", " })?;
        }
        let lead = if self.value.is_some() { ';' } else { ':' };
        write!(formatter, "{lead} {} % of the weight present", self.coverage.percent())?;
        if self.value.is_none() {
            write!(formatter, ", {} % wanted", self.min_coverage.percent())?;
        }
        for (index, absent) in self.absent().enumerate() {
            write!(formatter, "{}{absent}", if index == 0 { ", without " } else { ", " })?;
        }
        for (index, outside) in self.outside().enumerate() {
            write!(formatter, "{}{outside}", if index == 0 { "; not of the panel: " } else { ", " })?;
        }
        match self.spread {
            Some(spread) => write!(formatter, "; spread {spread}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for AssessorPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.assessor)?;
        if let Some(mean) = self.mean {
            write!(formatter, " {mean}")?;
        }
        write!(formatter, " (n {})", self.n)?;
        match self.contribution {
            Some(contribution) => write!(formatter, " adds {contribution}"),
            None => Ok(()),
        }
    }
}
