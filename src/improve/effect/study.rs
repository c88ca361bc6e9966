use serde::{Deserialize, Serialize};

use super::Sample;
use crate::improve::ImproveError;
use crate::quantity::{Number, PLACES};

/// What was observed before and after the measures (前后数据), and of a group without them where there is one.
///
/// ```
/// use service_quality::improve::effect::{Sample, Study};
///
/// let study = Study::new(Sample::counts(410, 500)?, Sample::counts(452, 500)?)?.per(100)?.places(1)?;
/// assert_eq!(study.levels(), Some((82.into(), "90.4".parse()?)));
/// let mixed = Study::new(Sample::counts(410, 500)?, Sample::values([4.into()])?);
/// assert_eq!(mixed.unwrap_err().to_string(), "study.after is `values`: allowed is counts, as before");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawStudy", into = "RawStudy")]
pub struct Study {
    before: Sample,
    after: Sample,
    control: Option<(Sample, Sample)>,
    per: u32,
    places: u32,
    measured: Option<(Number, Number)>,
}

/// Unless it is said otherwise, as of an indicator.
const PLACES_TOLD: u32 = 6;

impl Study {
    /// Two samples of one kind.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for samples of two kinds.
    pub fn new(before: Sample, after: Sample) -> Result<Self, ImproveError> {
        Self { before, after, control: None, per: 1, places: PLACES_TOLD, measured: None }.checked()
    }

    /// Puts a group without the measures beside it (对照组), before and after.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_control(self, before: Sample, after: Sample) -> Result<Self, ImproveError> {
        Self { control: Some((before, after)), ..self }.checked()
    }

    /// Says by what shares and rates are multiplied to be in the indicator's unit: 100 for percent, 1000 for complaints per
    /// 1000 calls. 1 unless it is said.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for 0.
    pub fn per(self, per: u32) -> Result<Self, ImproveError> {
        Self { per, ..self }.checked()
    }

    /// Says how many decimal places the indicator has. 6 unless it is said.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] above 9.
    pub fn places(self, places: u32) -> Result<Self, ImproveError> {
        Self { places, ..self }.checked()
    }

    /// Says what the indicator itself was before and after, where it is neither share, rate nor mean of the samples: a
    /// median, a percentile, a weighted mean. By these the goal is judged.
    #[must_use]
    pub const fn measured(mut self, before: Number, after: Number) -> Self {
        self.measured = Some((before, after));
        self
    }

    /// What was observed before.
    #[must_use]
    pub const fn before(&self) -> &Sample {
        &self.before
    }

    /// What was observed after.
    #[must_use]
    pub const fn after(&self) -> &Sample {
        &self.after
    }

    /// What was observed of the group without the measures, before and after.
    #[must_use]
    pub const fn control(&self) -> Option<&(Sample, Sample)> {
        self.control.as_ref()
    }

    /// What the indicator was before and after; absent beyond 10^15.
    #[must_use]
    pub fn levels(&self) -> Option<(Number, Number)> {
        let level = |sample: &Sample| sample.level(self.per, self.places);
        self.measured.or_else(|| Some((level(&self.before)?, level(&self.after)?)))
    }

    /// By what shares and rates are multiplied.
    pub(super) fn factor(&self) -> f64 {
        f64::from(self.per)
    }

    fn checked(self) -> Result<Self, ImproveError> {
        let kind = self.before.kind();
        let others = [
            ("study.after", Some(&self.after)),
            ("study.control.before", self.control.as_ref().map(|(before, _)| before)),
            ("study.control.after", self.control.as_ref().map(|(_, after)| after)),
        ];
        for (place, sample) in others {
            if let Some(sample) = sample.filter(|sample| sample.kind() != kind) {
                return Err(ImproveError::not_allowed(place, &sample.kind(), format!("{kind}, as before")));
            }
        }
        if self.per == 0 {
            return Err(ImproveError::not_allowed("study.per", &0, "1 or more, such as 100 for percent"));
        }
        if self.places > PLACES {
            return Err(ImproveError::not_allowed("study.places", &self.places, "0 to 9"));
        }
        Ok(self)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStudy {
    before: Sample,
    after: Sample,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    control: Option<RawPair<Sample>>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    per: u32,
    #[serde(default = "places_told")]
    places: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    measured: Option<RawPair<Number>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPair<T> {
    before: T,
    after: T,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_one(per: &u32) -> bool {
    *per == 1
}

const fn places_told() -> u32 {
    PLACES_TOLD
}

impl TryFrom<RawStudy> for Study {
    type Error = ImproveError;

    fn try_from(raw: RawStudy) -> Result<Self, ImproveError> {
        let RawStudy { before, after, control, per, places, measured } = raw;
        let control = control.map(|RawPair { before, after }| (before, after));
        let measured = measured.map(|RawPair { before, after }| (before, after));
        Self { before, after, control, per, places, measured }.checked()
    }
}

impl From<Study> for RawStudy {
    fn from(study: Study) -> Self {
        let Study { before, after, control, per, places, measured } = study;
        let control = control.map(|(before, after)| RawPair { before, after });
        let measured = measured.map(|(before, after)| RawPair { before, after });
        Self { before, after, control, per, places, measured }
    }
}
