use serde::{Deserialize, Serialize};

use crate::analysis::Undefined;
use crate::analysis::proportion::Count;
use crate::analysis::rate::Events;
use crate::improve::ImproveError;
use crate::quantity::{Number, PLACES, billionths, divide_half_away};

/// What was observed of one group in one period (样本), exact.
///
/// ```
/// use service_quality::improve::effect::Sample;
///
/// let month = Sample::counts(452, 500)?;
/// assert_eq!((month.n(), month.level(100, 1)), (500, "90.4".parse().ok()));
/// let hours = Sample::values(["3.5".parse()?, "4.25".parse()?])?;
/// assert_eq!((hours.n(), hours.level(1, 2)), (2, "3.88".parse().ok()));
/// assert_eq!(Sample::counts(3, 2).unwrap_err().to_string(), "sample.met is `3`: allowed is 0 to 2, of which it is a part");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSample", into = "RawSample")]
pub struct Sample(RawSample);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RawSample {
    Counts { met: u64, of: u64 },
    Values(Vec<Number>),
    Events { count: u64, exposure: Number },
}

impl Sample {
    /// So many records with the property, of so many.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for none, and for more with the property than there are.
    pub fn counts(met: u64, of: u64) -> Result<Self, ImproveError> {
        Self(RawSample::Counts { met, of }).checked()
    }

    /// The values themselves: ratings, hours; the values of a series in order of time, those of pairs by place.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for none.
    pub fn values(values: impl IntoIterator<Item = Number>) -> Result<Self, ImproveError> {
        Self(RawSample::Values(values.into_iter().collect())).checked()
    }

    /// So many events in so much exposure: calls, days, customers, hours. How large a sample is, is told in whole units of
    /// the exposure: give calls, and not thousands of calls.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for an exposure below 1.
    pub fn events(count: u64, exposure: Number) -> Result<Self, ImproveError> {
        Self(RawSample::Events { count, exposure }).checked()
    }

    /// How many: records, values, or whole units of exposure.
    #[must_use]
    pub fn n(&self) -> u64 {
        match &self.0 {
            RawSample::Counts { of, .. } => *of,
            RawSample::Values(values) => values.len() as u64,
            RawSample::Events { exposure, .. } => {
                let whole = exposure.to_scaled().checked_div(UNIT).unwrap_or_default();
                u64::try_from(whole).unwrap_or_default()
            }
        }
    }

    /// The share or the rate times `per`, or the mean, rounded half away from zero to so many places, 9 at most; absent
    /// beyond 10^15, and for sums and counts beyond what 128 bits hold.
    #[must_use]
    pub fn level(&self, per: u32, places: u32) -> Option<Number> {
        let places = places.min(PLACES);
        let factor = 10_i128.checked_pow(places)?;
        let multiple = |count: u64| i128::from(count).checked_mul(per.into())?.checked_mul(factor);
        let scaled = match &self.0 {
            RawSample::Counts { met, of } => divide_half_away(multiple(*met)?, (*of).into())?,
            RawSample::Values(values) => {
                let sum = values.iter().map(|value| value.to_scaled()).try_fold(0, i128::checked_add)?;
                let n = i128::from(values.len() as u64);
                divide_half_away(sum, n.checked_mul(UNIT.checked_div(factor)?)?)?
            }
            RawSample::Events { count, exposure } => {
                divide_half_away(multiple(*count)?.checked_mul(UNIT)?, exposure.to_scaled())?
            }
        };
        Number::from_scaled(scaled, places)
    }

    /// What it is called in messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self.0 {
            RawSample::Counts { .. } => "counts",
            RawSample::Values(_) => "values",
            RawSample::Events { .. } => "events",
        }
    }

    pub(super) fn as_count(&self) -> Option<Result<Count, Undefined>> {
        match self.0 {
            RawSample::Counts { met, of } => Some(Count::new(met, of)),
            _ => None,
        }
    }

    pub(super) fn as_events(&self) -> Option<Result<Events, Undefined>> {
        match self.0 {
            RawSample::Events { count, exposure } => {
                Some(Events::new(count, billionths(exposure.to_scaled())))
            }
            _ => None,
        }
    }

    pub(super) fn as_floats(&self) -> Option<Vec<f64>> {
        match &self.0 {
            RawSample::Values(values) => {
                Some(values.iter().map(|value| billionths(value.to_scaled())).collect())
            }
            _ => None,
        }
    }

    fn checked(self) -> Result<Self, ImproveError> {
        match &self.0 {
            RawSample::Counts { of: 0, .. } => Err(ImproveError::not_allowed("sample.of", &0, "1 or more")),
            RawSample::Counts { met, of } if met > of => {
                Err(ImproveError::not_allowed("sample.met", met, format!("0 to {of}, of which it is a part")))
            }
            RawSample::Values(values) if values.is_empty() => {
                Err(ImproveError::not_allowed("sample.values", &"none", "one value or more"))
            }
            RawSample::Events { exposure, .. } if exposure.to_scaled() < UNIT => {
                let allowed =
                    "1 or more; give it in a smaller unit, such as calls and not thousands of calls";
                Err(ImproveError::not_allowed("sample.exposure", exposure, allowed))
            }
            _ => Ok(self),
        }
    }
}

/// 10^9.
const UNIT: i128 = 1_000_000_000;

impl TryFrom<RawSample> for Sample {
    type Error = ImproveError;

    fn try_from(raw: RawSample) -> Result<Self, ImproveError> {
        Self(raw).checked()
    }
}

impl From<Sample> for RawSample {
    fn from(sample: Sample) -> Self {
        sample.0
    }
}
