use std::fmt;

use serde::{Deserialize, Serialize};

use super::dimension::{Half, check_heads, half, is_one, list, one, part};
use super::error::{filled, unique};
use super::measure::{Part, Reader};
use super::{Answer, Servqual, ServqualDimension, ServqualPair, Survey, SurveyError};
use crate::quantity::{Label, QuestionId, Weight};

/// Perceptions alone, by dimension: of each the mean answer, of the whole the mean of the dimensions by weight. Cronin and
/// Taylor, *Measuring Service Quality: A Reexamination and Extension* (1992).
///
/// ```
/// use service_quality::survey::{Servperf, Servqual};
/// let servperf = Servperf::from(Servqual::standard()?);
/// assert_eq!(servperf.dimensions().len(), 5);
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawServperf", into = "RawServperf")]
pub struct Servperf {
    dimensions: Vec<ServperfDimension>,
}

/// One dimension of SERVPERF.
///
/// ```
/// use service_quality::survey::ServperfDimension;
/// let dimension: ServperfDimension =
///     serde_json::from_str(r#"{"name": "empathy", "perceptions": ["p18", "p19"]}"#)?;
/// assert_eq!(dimension.weight, service_quality::quantity::Weight::ONE);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServperfDimension {
    /// What it is called.
    pub name: Label,
    /// What it weighs against the others; 1 unless stated.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: Weight,
    /// Its questions.
    pub perceptions: Vec<QuestionId>,
}

impl Servperf {
    /// The performance over these dimensions, in their order.
    ///
    /// # Errors
    /// As [`Servqual::new`].
    pub fn new(dimensions: Vec<ServperfDimension>) -> Result<Self, SurveyError> {
        let place = "servperf.dimensions";
        let heads = dimensions.iter().map(|dimension| (&dimension.name, dimension.weight));
        check_heads(place, &heads.collect::<Vec<_>>())?;
        for (index, dimension) in dimensions.iter().enumerate() {
            filled(&format!("{place}[{index}].perceptions"), "question", &dimension.perceptions)?;
        }
        unique(|_| place.to_owned(), dimensions.iter().flat_map(|dimension| &dimension.perceptions))?;
        Ok(Self { dimensions })
    }

    /// Its dimensions, in order.
    #[must_use]
    pub fn dimensions(&self) -> &[ServperfDimension] {
        &self.dimensions
    }

    /// All questions have the scale of the first.
    pub(super) fn check(&self, survey: &Survey) -> Result<(), SurveyError> {
        let mut wanted = None;
        for (index, dimension) in self.dimensions.iter().enumerate() {
            for (number, question) in dimension.perceptions.iter().enumerate() {
                let place = || format!("servperf.dimensions[{index}].perceptions[{number}]");
                let scale = half(survey, question, Half::Perception, place)?;
                let wanted = *wanted.get_or_insert(scale);
                if scale != wanted {
                    let (place, question) = (place(), question.clone());
                    return Err(SurveyError::OtherScale { place, question, scale, wanted });
                }
            }
        }
        Ok(())
    }

    pub(super) fn readings(&self, reader: &mut Reader<'_>) -> Result<Vec<(&str, Answer)>, SurveyError> {
        let mut answers = Vec::new();
        for dimension in &self.dimensions {
            for question in &dimension.perceptions {
                answers.push((dimension.name.as_str(), reader.read(question)?));
            }
        }
        Ok(answers)
    }

    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let heads = self.dimensions.iter().map(|dimension| (&dimension.name, dimension.weight));
        heads.map(part).collect()
    }
}

/// The perceptions of the same pairs, by the same weights.
impl From<Servqual> for Servperf {
    fn from(servqual: Servqual) -> Self {
        let dimension = |ServqualDimension { name, weight, pairs }| {
            let perceptions = pairs.into_iter().map(|pair: ServqualPair| pair.perception).collect();
            ServperfDimension { name, weight, perceptions }
        };
        Self { dimensions: servqual.dimensions.into_iter().map(dimension).collect() }
    }
}

impl fmt::Display for Servperf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("mean perception over ")?;
        list(formatter, self.dimensions.iter().map(|dimension| &dimension.name))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServperf {
    dimensions: Vec<ServperfDimension>,
}

impl TryFrom<RawServperf> for Servperf {
    type Error = SurveyError;

    fn try_from(raw: RawServperf) -> Result<Self, SurveyError> {
        Self::new(raw.dimensions)
    }
}

impl From<Servperf> for RawServperf {
    fn from(servperf: Servperf) -> Self {
        Self { dimensions: servperf.dimensions }
    }
}
