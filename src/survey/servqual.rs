use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::dimension::{Half, check_heads, half, is_one, list, one, part, units};
use super::error::{filled, unique};
use super::measure::{Part, Reader};
use super::{Answer, Exact, Question, QuestionKind, Scale, Survey, SurveyError};
use crate::quantity::{Label, Number, PLACES, QuestionId, Weight};

/// The gap between what customers perceive and what they expect (感知与期望差距): of each pair perception less
/// expectation, of each dimension the mean over its pairs, of the whole the mean of the dimensions by weight. A pair counts
/// when both halves are answered. Parasuraman, Zeithaml and Berry, *SERVQUAL* (1988).
///
/// ```
/// use service_quality::survey::{Scale, Servqual};
///
/// let servqual = Servqual::standard()?;
/// assert_eq!(servqual.questions(Scale::SEVEN)?.len(), 44);
/// let gaps = [("tangibles", "-0.65"), ("reliability", "-1.1"), ("responsiveness", "-0.83"),
///     ("assurance", "-0.7"), ("empathy", "-1.01")];
/// let gaps = gaps.into_iter().map(|(name, gap)| Ok((name.parse()?, gap.parse()?)));
/// let gaps = gaps.collect::<Result<_, service_quality::quantity::QuantityError>>()?;
/// assert_eq!(servqual.of_gaps(&gaps), "-0.9007".parse().ok());
/// assert_eq!(servqual.equally_weighted().of_gaps(&gaps), "-0.858".parse().ok());
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawServqual", into = "RawServqual")]
pub struct Servqual {
    pub(super) dimensions: Vec<ServqualDimension>,
}

/// One dimension (维度) of SERVQUAL.
///
/// ```
/// use service_quality::survey::Servqual;
/// let standard = Servqual::standard()?;
/// let points: Vec<String> = standard.dimensions().iter().map(|dimension| dimension.weight.to_string()).collect();
/// assert_eq!(points, ["11", "32", "22", "19", "16"]);
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServqualDimension {
    /// What it is called.
    pub name: Label,
    /// What it weighs against the others; 1 unless stated.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: Weight,
    /// Its pairs of questions.
    pub pairs: Vec<ServqualPair>,
}

/// Two questions about one thing.
///
/// ```
/// use service_quality::survey::ServqualPair;
/// let pair: ServqualPair = serde_json::from_str(r#"{"expectation": "e1", "perception": "p1"}"#)?;
/// assert_eq!(pair.perception.as_str(), "p1");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServqualPair {
    /// What it would be like where service is excellent.
    pub expectation: QuestionId,
    /// What it was like.
    pub perception: QuestionId,
}

/// The five dimensions, how many pairs each has, and the points of 100 that customers gave it on average: Parasuraman,
/// Berry and Zeithaml, *Refinement and Reassessment of the SERVQUAL Scale* (1991).
const STANDARD: [(&str, usize, u32); 5] = [
    ("tangibles", 4, 11),
    ("reliability", 5, 32),
    ("responsiveness", 4, 22),
    ("assurance", 4, 19),
    ("empathy", 5, 16),
];

impl Servqual {
    /// The gap over these dimensions, in their order.
    ///
    /// # Errors
    /// [`SurveyError::Empty`] without dimensions, or for one without pairs; [`SurveyError::Duplicate`] for two dimensions
    /// of one name, or a question in two places; [`SurveyError::NoWeight`].
    pub fn new(dimensions: Vec<ServqualDimension>) -> Result<Self, SurveyError> {
        let place = "servqual.dimensions";
        let heads = dimensions.iter().map(|dimension| (&dimension.name, dimension.weight));
        check_heads(place, &heads.collect::<Vec<_>>())?;
        for (index, dimension) in dimensions.iter().enumerate() {
            filled(&format!("{place}[{index}].pairs"), "pair", &dimension.pairs)?;
        }
        let pairs = dimensions.iter().flat_map(|dimension| &dimension.pairs);
        unique(|_| place.to_owned(), pairs.flat_map(|pair| [&pair.expectation, &pair.perception]))?;
        Ok(Self { dimensions })
    }

    /// The five dimensions of the standard instrument, with 4, 5, 4, 4 and 5 pairs, `e1`, `p1` to `e22`, `p22`, weighted by
    /// the average importance that was published in 1991: 11, 32, 22, 19 and 16 of 100 points.
    ///
    /// # Errors
    /// None for these names; the signature is that of every constructor.
    pub fn standard() -> Result<Self, SurveyError> {
        let mut numbers = 1_u32..;
        let mut dimensions = Vec::new();
        for (name, pairs, points) in STANDARD {
            let mut numbered = Vec::new();
            for number in numbers.by_ref().take(pairs) {
                let (expectation, perception) =
                    (format!("e{number}").parse()?, format!("p{number}").parse()?);
                numbered.push(ServqualPair { expectation, perception });
            }
            let weight = Weight::new(points.into())?;
            dimensions.push(ServqualDimension { name: name.parse()?, weight, pairs: numbered });
        }
        Self::new(dimensions)
    }

    /// The same dimensions, each of weight 1.
    #[must_use]
    pub fn equally_weighted(mut self) -> Self {
        self.dimensions.iter_mut().for_each(|dimension| dimension.weight = Weight::ONE);
        self
    }

    /// Its dimensions, in order.
    #[must_use]
    pub fn dimensions(&self) -> &[ServqualDimension] {
        &self.dimensions
    }

    /// The questions of an instrument that asks all pairs on one scale, expectations first, each with its dimension.
    ///
    /// # Errors
    /// None for a valid scale; the signature is that of every question.
    pub fn questions(&self, scale: Scale) -> Result<Vec<Question>, SurveyError> {
        let all = |half: fn(&ServqualPair) -> &QuestionId, kind| {
            self.dimensions.iter().flat_map(move |dimension| {
                let asked = dimension.pairs.iter().map(half);
                asked.map(move |id| {
                    Ok(Question::new(id.clone(), kind)?.with_dimension(dimension.name.clone()))
                })
            })
        };
        let expectations = all(|pair| &pair.expectation, QuestionKind::Expectation { scale });
        expectations.chain(all(|pair| &pair.perception, QuestionKind::Perception { scale })).collect()
    }

    /// The gap of dimensions whose gaps were found elsewhere, to 9 places half away from zero; absent where one is missing.
    #[must_use]
    pub fn of_gaps(&self, gaps: &BTreeMap<Label, Number>) -> Option<Number> {
        let gap = |dimension: &ServqualDimension| {
            Some((Exact::of(*gaps.get(&dimension.name)?), units(dimension.weight)))
        };
        let parts = self.dimensions.iter().map(gap).collect::<Option<Vec<_>>>()?;
        Exact::mean(parts)?.rounded(1, 1, PLACES)
    }

    /// All questions have the scale of the first.
    pub(super) fn check(&self, survey: &Survey) -> Result<(), SurveyError> {
        let mut wanted = None;
        for (index, dimension) in self.dimensions.iter().enumerate() {
            for (number, pair) in dimension.pairs.iter().enumerate() {
                let place = || format!("servqual.dimensions[{index}].pairs[{number}]");
                let scale = pair.scale(survey, place)?;
                let wanted = *wanted.get_or_insert(scale);
                if scale != wanted {
                    let (place, question) = (place(), pair.expectation.clone());
                    return Err(SurveyError::OtherScale { place, question, scale, wanted });
                }
            }
        }
        Ok(())
    }

    /// The gap of each pair, by dimension.
    pub(super) fn readings(&self, reader: &mut Reader<'_>) -> Result<Vec<(&str, Answer)>, SurveyError> {
        let mut gaps = Vec::new();
        for dimension in &self.dimensions {
            for pair in &dimension.pairs {
                gaps.push((dimension.name.as_str(), pair.gap(reader)?));
            }
        }
        Ok(gaps)
    }

    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let heads = self.dimensions.iter().map(|dimension| (&dimension.name, dimension.weight));
        heads.map(part).collect()
    }
}

impl ServqualPair {
    /// The scale of both halves.
    fn scale(&self, survey: &Survey, place: impl Fn() -> String) -> Result<Scale, SurveyError> {
        let expected =
            half(survey, &self.expectation, Half::Expectation, || format!("{}.expectation", place()))?;
        let perceived =
            half(survey, &self.perception, Half::Perception, || format!("{}.perception", place()))?;
        if expected == perceived {
            return Ok(expected);
        }
        let (place, question) = (format!("{}.perception", place()), self.perception.clone());
        Err(SurveyError::OtherScale { place, question, scale: perceived, wanted: expected })
    }

    /// Perception less expectation.
    fn gap(&self, reader: &mut Reader<'_>) -> Result<Answer, SurveyError> {
        let scale = self.scale(reader.survey(), || "servqual".to_owned())?;
        let halves = (reader.read(&self.expectation)?, reader.read(&self.perception)?);
        Ok(match halves {
            // Both lie on one scale of at most 100 steps.
            (Answer::Point(expected), Answer::Point(perceived)) => {
                Answer::Point(perceived.checked_sub(expected).unwrap_or(scale.to()))
            }
            (Answer::NotApplicable, _) | (_, Answer::NotApplicable) => Answer::NotApplicable,
            _ => Answer::NoAnswer,
        })
    }
}

impl fmt::Display for Servqual {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("gap of perceptions to expectations over ")?;
        list(formatter, self.dimensions.iter().map(|dimension| &dimension.name))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServqual {
    dimensions: Vec<ServqualDimension>,
}

impl TryFrom<RawServqual> for Servqual {
    type Error = SurveyError;

    fn try_from(raw: RawServqual) -> Result<Self, SurveyError> {
        Self::new(raw.dimensions)
    }
}

impl From<Servqual> for RawServqual {
    fn from(servqual: Servqual) -> Self {
        Self { dimensions: servqual.dimensions }
    }
}
