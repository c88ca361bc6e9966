use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::unique;
use super::measure::Part;
use super::{Exact, Scale, Statistic, Survey, SurveyError};
use crate::quantity::{Number, PLACES, QuestionId, Weight};

/// The American Customer Satisfaction Index: ((x₁ − 1)·w₁ + (x₂ − 1)·w₂ + (x₃ − 1)·w₃) / 9 · 100 of the mean answers, from
/// 1 to 10, to how satisfied they are, how the service met expectations and how near it comes to the ideal; the weights
/// sum to 1 in the formula and are divided by their sum here. Fornell et al., *The American Customer Satisfaction Index*
/// (1996).
///
/// ```
/// use service_quality::survey::Acsi;
///
/// let acsi = Acsi::new("satisfied".parse()?, "expected".parse()?, "ideal".parse()?)?;
/// assert_eq!(acsi.weights().index("7.31".parse()?, "6.88".parse()?, "6.42".parse()?)?.to_string(), "65.222222222");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAcsi", into = "RawAcsi")]
pub struct Acsi(RawAcsi);

/// The weights of the three questions; equal unless stated.
///
/// ```
/// use service_quality::survey::AcsiWeights;
///
/// let weights = AcsiWeights::new("0.3885".parse()?, "0.3190".parse()?, "0.2925".parse()?)?;
/// assert_eq!(weights.index("7.31".parse()?, "6.88".parse()?, "6.42".parse()?)?, "65.6945".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawWeights", into = "RawWeights")]
pub struct AcsiWeights([Weight; 3]);

impl Acsi {
    /// The index of three questions on the scale 1 to 10, weighted equally.
    ///
    /// # Errors
    /// [`SurveyError::Duplicate`] for one question in two places.
    pub fn new(
        satisfaction: QuestionId,
        expectancy: QuestionId,
        ideal: QuestionId,
    ) -> Result<Self, SurveyError> {
        RawAcsi { satisfaction, expectancy, ideal, weights: AcsiWeights::default() }.try_into()
    }

    /// Weights the questions.
    #[must_use]
    pub const fn with_weights(mut self, weights: AcsiWeights) -> Self {
        self.0.weights = weights;
        self
    }

    /// The weights.
    #[must_use]
    pub const fn weights(&self) -> &AcsiWeights {
        &self.0.weights
    }

    /// Satisfaction, expectancy and ideal.
    pub(super) const fn questions(&self) -> [&QuestionId; 3] {
        let RawAcsi { satisfaction, expectancy, ideal, .. } = &self.0;
        [satisfaction, expectancy, ideal]
    }

    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let statistic = Statistic::Index { scale: Scale::ACSI };
        self.questions()
            .into_iter()
            .zip(self.0.weights.units())
            .map(|(question, weight)| Part { name: question.as_str(), weight, statistic })
            .collect()
    }

    pub(super) fn check(&self, survey: &Survey) -> Result<(), SurveyError> {
        for (place, question) in PLACES_OF_QUESTIONS.into_iter().zip(self.questions()) {
            let scale = survey.asked(question, || place.to_owned())?.kind().scale();
            if scale != Scale::ACSI {
                let (place, question) = (place.to_owned(), question.clone());
                return Err(SurveyError::OtherScale { place, question, scale, wanted: Scale::ACSI });
            }
        }
        Ok(())
    }
}

const WEIGHTS: &str = "acsi.weights";
const PLACES_OF_QUESTIONS: [&str; 3] = ["acsi.satisfaction", "acsi.expectancy", "acsi.ideal"];

impl AcsiWeights {
    /// Weights of satisfaction, expectancy and ideal.
    ///
    /// # Errors
    /// [`SurveyError::NoWeight`] when all are 0.
    pub fn new(satisfaction: Weight, expectancy: Weight, ideal: Weight) -> Result<Self, SurveyError> {
        if [satisfaction, expectancy, ideal] == [Weight::ZERO; 3] {
            return Err(SurveyError::NoWeight { place: WEIGHTS.to_owned() });
        }
        Ok(Self([satisfaction, expectancy, ideal]))
    }

    /// The index of mean answers that were found elsewhere, to 9 places half away from zero.
    ///
    /// # Errors
    /// [`SurveyError::NoMean`] for a mean outside 1 to 10.
    pub fn index(
        &self,
        satisfaction: Number,
        expectancy: Number,
        ideal: Number,
    ) -> Result<Number, SurveyError> {
        let statistic = Statistic::Index { scale: Scale::ACSI };
        let mut indices = Vec::new();
        let means = [("satisfaction", satisfaction), ("expectancy", expectancy), ("ideal", ideal)];
        for ((place, mean), weight) in means.into_iter().zip(self.units()) {
            let index = statistic.of_mean(mean).ok_or_else(|| SurveyError::NoMean {
                place,
                given: mean.to_string(),
                scale: Scale::ACSI,
            })?;
            indices.push((index, weight));
        }
        let index = Exact::mean(indices).and_then(|index| index.rounded(1, 1, PLACES));
        index.ok_or_else(|| SurveyError::NoWeight { place: WEIGHTS.to_owned() })
    }

    fn units(&self) -> [u128; 3] {
        self.0.map(|weight| weight.to_scaled().unsigned_abs())
    }
}

impl Default for AcsiWeights {
    fn default() -> Self {
        Self([Weight::ONE; 3])
    }
}

impl fmt::Display for Acsi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [satisfaction, expectancy, ideal] = self.questions();
        write!(formatter, "customer satisfaction index of questions {satisfaction}, {expectancy} and {ideal}")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAcsi {
    satisfaction: QuestionId,
    expectancy: QuestionId,
    ideal: QuestionId,
    #[serde(default, skip_serializing_if = "is_default")]
    weights: AcsiWeights,
}

fn is_default(weights: &AcsiWeights) -> bool {
    *weights == AcsiWeights::default()
}

impl TryFrom<RawAcsi> for Acsi {
    type Error = SurveyError;

    fn try_from(raw: RawAcsi) -> Result<Self, SurveyError> {
        let place = |index: usize| PLACES_OF_QUESTIONS.get(index).copied().unwrap_or_default().to_owned();
        unique(place, [&raw.satisfaction, &raw.expectancy, &raw.ideal])?;
        Ok(Self(raw))
    }
}

impl From<Acsi> for RawAcsi {
    fn from(acsi: Acsi) -> Self {
        acsi.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeights {
    satisfaction: Weight,
    expectancy: Weight,
    ideal: Weight,
}

impl TryFrom<RawWeights> for AcsiWeights {
    type Error = SurveyError;

    fn try_from(raw: RawWeights) -> Result<Self, SurveyError> {
        Self::new(raw.satisfaction, raw.expectancy, raw.ideal)
    }
}

impl From<AcsiWeights> for RawWeights {
    fn from(AcsiWeights([satisfaction, expectancy, ideal]): AcsiWeights) -> Self {
        Self { satisfaction, expectancy, ideal }
    }
}
